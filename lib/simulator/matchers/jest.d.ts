import 'expect';
import type { MessageQuery } from '../message-query.js';

export * from './index.js';

declare module 'expect' {
  // Named as Jest names them, or the declarations do not merge.
  interface Matchers<R extends void | Promise<void>, T> {
    /** The simulator accepted a message that fits; without a query, any message. */
    toHaveSent(query?: MessageQuery): R;
  }
}

declare global {
  // For `expect` as a global, which @types/jest describes.
  namespace jest {
    interface Matchers<R, T> {
      /** The simulator accepted a message that fits; without a query, any message. */
      toHaveSent(query?: MessageQuery): R;
    }
  }
}
