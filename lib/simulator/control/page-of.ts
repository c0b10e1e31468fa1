import { invalid } from '../input/parser.js';

export interface Page<T> {
  readonly items: T[];
  /** How many entries fit, on all pages. */
  readonly total: number;
  /** The `before` of the next page. */
  readonly next: string | null;
}

const DEFAULT_LIMIT = 100;

/**
 * One page, newest first, of entries that are kept oldest first under growing ids. The next page begins below the last
 * id of this one, so that entries that arrive or are pruned meanwhile do not shift the pages.
 */
export function pageOf<T>(
  all: readonly T[],
  idOf: (entry: T) => string | bigint,
  fits: (entry: T) => boolean,
  { limit = DEFAULT_LIMIT, before }: { readonly limit?: number; readonly before?: string },
): Page<T> {
  if (before !== undefined && !/^\d{1,19}$/.test(before)) {
    throw invalid('before', 'must be the `next` of the previous page');
  }
  const below = before === undefined ? undefined : BigInt(before);
  const items: T[] = [];
  let total = 0;
  let further = false;
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const entry = all[index];
    if (entry === undefined || !fits(entry)) continue;
    total += 1;
    if (items.length === limit) further = true;
    else if (below === undefined || BigInt(idOf(entry)) < below) items.push(entry);
  }
  const last = items.at(-1);
  return { items, total, next: further && last !== undefined ? String(idOf(last)) : null };
}
