import 'vitest';
import type { MessageQuery } from '../message-query.js';

export * from './index.js';

declare module 'vitest' {
  // Named as Vitest names it, or the declarations do not merge.
  // oxlint-disable-next-line typescript/no-explicit-any
  interface Assertion<T = any> {
    /** A message that fits was accepted by the simulator; any at all when nothing is asked for. */
    toHaveSent(query?: MessageQuery): void;
  }
}
