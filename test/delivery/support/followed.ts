import type { StatusRow } from '../../../lib/api/api.types.js';
import type { DeliveryStore, Followed } from '../../../lib/store/delivery-store.js';

export const START = new Date('2030-01-01T00:00:00Z');

export const aFollowed = (id: string, changes: Partial<Followed> = {}): Followed => ({
  by: 'serverId',
  id,
  startAt: START,
  dueAt: START,
  rung: 0,
  failures: 0,
  ...changes,
});

/** All that a store follows, due or not. */
export async function allFollowed(store: Pick<DeliveryStore, 'due'>): Promise<Followed[]> {
  const kinds = ['customerId', 'serverId'] as const;
  return (await Promise.all(kinds.map((by) => store.due(by, new Date(8.64e15), 1e9)))).flat();
}

export const NO_PARTS = { total: 0, delivered: 0, undelivered: 0, unknown: 0 };

/** A row of a status answer; its parts leave the state open. */
export const aRow = (providerStatus: string, changes: Partial<StatusRow> = {}): StatusRow => ({
  serverId: 's1',
  customerId: 'c1',
  providerStatus,
  parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
  ...changes,
});
