import { WRONG_DEAD_LETTERS } from './dead-letters.js';
import { WRONG_DELIVERIES } from './delivery.js';
import { WRONG_INBOXES } from './inbox.js';
import { WRONG_LEASES } from './leases.js';
import type { Wrong } from './wrong-store.js';

export { fencedByItsHolder } from './leases.js';
export { wrongStore } from './wrong-store.js';

/** Each is one mistake that an author may make. */
export const WRONG_STORES: Record<string, Wrong> = {
  ...WRONG_LEASES,
  ...WRONG_INBOXES,
  ...WRONG_DEAD_LETTERS,
  ...WRONG_DELIVERIES,
};
