import type { SendEntry, WireMessage } from '../../api/api.types.js';
import { toMsisdn } from '../../msisdn/normalize-msisdn.js';

export interface Matches {
  /** An entry for each message, in the order of the messages; `undefined` where none fits. */
  entries: readonly (SendEntry | undefined)[];
  /** The serverIds of entries that fit no message: some messages without an entry are accepted. */
  unclaimed: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Finds each message's entry: by its customerId, else by a number that is alone in the call, else
 * any entry, where there is only one message. The order of entries is not promised (READING 9, 22), so it
 * is never relied on.
 *
 * @param unreadable how many more entries the answer has, each of which may be an acceptance
 */
export function matchEntries(
  messages: readonly WireMessage[],
  entries: readonly SendEntry[],
  unreadable = 0,
): Matches {
  // Most answers keep the order after all, which their ids prove.
  if (
    entries.length === messages.length &&
    messages.every(({ customerId }, i) => entries[i]!.customerId === customerId)
  ) {
    return { entries, unclaimed: NONE };
  }
  const sent = new Set(messages.map(({ customerId }) => customerId));
  const byCustomerId = new Map<string, SendEntry[]>();
  const nameless: SendEntry[] = [];
  for (const entry of entries) {
    const { customerId } = entry;
    // An id that was not sent names no message either.
    if (customerId === undefined || !sent.has(customerId)) nameless.push(entry);
    else listAt(byCustomerId, customerId).push(entry);
  }
  const matched = messages.map(({ customerId }) => together(byCustomerId.get(customerId)));
  if (nameless.length === 0) return { entries: matched, unclaimed: NONE };
  if (messages.length === 1) {
    const own = byCustomerId.get(messages[0]!.customerId) ?? [];
    const entry = together([...own, ...nameless]);
    const isCertain = unreadable === 0 || entry?.serverId !== undefined;
    return { entries: [isCertain ? entry : matched[0]], unclaimed: NONE };
  }
  matchByNumber(messages, nameless, matched);
  return { entries: matched, unclaimed: unclaimedOf(nameless, matched) };
}

function unclaimedOf(
  nameless: readonly SendEntry[],
  matched: readonly (SendEntry | undefined)[],
): ReadonlySet<string> {
  const claimed = new Set(matched.flatMap((entry) => entry?.serverId ?? []));
  const serverIds = nameless.flatMap(({ serverId }) => serverId ?? []);
  return new Set(serverIds.filter((serverId) => !claimed.has(serverId)));
}

function listAt(lists: Map<string, SendEntry[]>, key: string): SendEntry[] {
  const known = lists.get(key);
  if (known) return known;
  const list: SendEntry[] = [];
  lists.set(key, list);
  return list;
}

/** Several entries for one message: an acceptance is never hidden behind a refusal or another one. */
function together(entries: readonly SendEntry[] = []): SendEntry | undefined {
  const acceptance = entries.find(({ serverId }) => serverId !== undefined);
  if (acceptance?.serverId === undefined) return entries[0];
  const others = new Set(entries.flatMap(({ serverId }) => serverId ?? []));
  others.delete(acceptance.serverId);
  return others.size === 0 ? acceptance : { ...acceptance, duplicates: [...others] };
}

function matchByNumber(
  messages: readonly WireMessage[],
  nameless: readonly SendEntry[],
  matched: (SendEntry | undefined)[],
): void {
  const indexOf = loneKeys(messages.map(({ recipient }) => recipient));
  const entryOf = loneKeys(nameless.map(({ mobile }) => toMsisdn(mobile)));
  for (const [number, at] of entryOf) {
    const index = indexOf.get(number);
    if (index !== undefined) matched[index] ??= nameless[at];
  }
}

/** The keys that occur once, with their place. */
function loneKeys(keys: readonly (string | undefined)[]): Map<string, number> {
  const places = new Map<string, number>();
  const repeated = new Set<string>();
  keys.forEach((key, place) => {
    if (key === undefined) return;
    if (places.has(key)) repeated.add(key);
    places.set(key, place);
  });
  for (const key of repeated) places.delete(key);
  return places;
}
