import type { DeliveryState } from '../api/wire.js';
import { fold } from '../text/search.js';
import type { Text } from './texts.js';

export interface Filter {
  readonly search: string;
  /** A line, or '' for any. */
  readonly line: string;
  readonly state: DeliveryState | '';
}

export const NO_FILTER: Filter = { search: '', line: '', state: '' };

export const isFiltering = ({ search, line, state }: Filter): boolean =>
  needleOf(search) !== '' || line !== '' || state !== '';

export interface Conversation {
  readonly phone: string;
  /** The texts that fit the filter, oldest first. */
  readonly texts: readonly Text[];
  readonly last: Text;
}

/** The conversations with a text that fits, the one with the newest text first. `texts` are oldest first. */
export function conversationsOf(texts: Iterable<Text>, filter: Filter): Conversation[] {
  const fits = fitting(filter);
  // A map keeps the order of insertion: deleting a phone first moves it to the end, where the newest are.
  const byPhone = new Map<string, Text[]>();
  for (const text of texts) {
    if (!fits(text)) continue;
    const own = byPhone.get(text.phone) ?? [];
    own.push(text);
    byPhone.delete(text.phone);
    byPhone.set(text.phone, own);
  }
  return [...byPhone]
    .map(([phone, own]) => ({ phone, texts: own, last: own.at(-1) as Text }))
    .toReversed();
}

export function fitting({ search, line, state }: Filter): (text: Text) => boolean {
  const needle = needleOf(search);
  return (text) =>
    (line === '' || text.line === line) &&
    (state === '' || (text.kind === 'sent' && text.state === state)) &&
    (needle === '' || text.haystack.includes(needle));
}

export const needleOf = (search: string): string => fold(search.trim());
