import type { ScheduledAnswer } from '../../api/api.types.js';

/** A row of the list, as far as a lookup needs it. */
export interface ListRow {
  serverId?: string;
  customerId?: string;
}

/** What pages of the scheduled list say. */
export interface ScheduledPages {
  /** By customerId. */
  rows: ReadonlyMap<string, readonly ListRow[]>;
  /** Whether they are all of the list: a message that is not in them does not wait to be sent. */
  isWhole: boolean;
}

/**
 * Joins pages that were read one after the other. Messages come and go meanwhile, and a row may slip
 * from one page to the other unseen: only a single page is whole, which counts as many rows as it has.
 */
export function joinPages(pages: readonly ScheduledAnswer[]): ScheduledPages {
  const rows = new Map<string, ListRow[]>();
  const serverIds = new Set<string>();
  let isEachNamed = true;
  for (const row of pages.flatMap(({ items, unreadable }): ListRow[] => [
    ...items,
    ...unreadable,
  ])) {
    const { serverId, customerId } = row;
    // A row that names no message may be that of any.
    if (serverId === undefined || customerId === undefined) isEachNamed = false;
    if (serverId !== undefined) serverIds.add(serverId);
    if (customerId === undefined) continue;
    const its = rows.get(customerId);
    if (its) its.push(row);
    else rows.set(customerId, [row]);
  }
  const isCounted = pages.every(({ totalItems }) => totalItems === serverIds.size);
  return { rows, isWhole: pages.length === 1 && isEachNamed && isCounted };
}
