import type { Followed } from '../../../lib/store/delivery-store.js';
import type { Lease } from '../../../lib/store/lease.js';

export const START = new Date('2030-01-01T00:00:00Z');

export const aLease: Lease = { duty: 'delivery', epoch: 1, release: async () => {} };

export const aFollowed = (id: string, changes: Partial<Followed> = {}): Followed => ({
  by: 'serverId',
  id,
  startAt: START,
  dueAt: START,
  rung: 0,
  failures: 0,
  ...changes,
});
