import 'vitest';
import type { MessageQuery } from '../message-query.js';

export * from './index.js';

declare module 'vitest' {
  // Named as Vitest names it, or the declarations do not merge.
  // oxlint-disable-next-line typescript/no-explicit-any
  interface Assertion<T = any> {
    /** The simulator accepted a message that fits; without a query, any message. */
    toHaveSent(query?: MessageQuery): void;
  }
}
