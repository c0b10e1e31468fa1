import type { Snapshot } from './snapshot.js';
import { Store } from './store.js';

const NOTHING: Snapshot = {
  instance: '',
  version: '',
  environment: [],
  lines: [],
  texts: [],
  requests: [],
  faults: [],
  fired: [],
  clock: { nowMs: Date.now(), seenAtMs: performance.now(), advancedMs: 0 },
  credit: 0,
  pruned: 0,
};

/** What is known of the simulator; `instance` is empty until it has answered. */
export const simulator = new Store<Snapshot>(NOTHING);

/** `locked`: the simulator needs its token. */
export type Connection = 'connecting' | 'live' | 'lost' | 'locked';

export const connection = new Store<Connection>('connecting');
