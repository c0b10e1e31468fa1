import 'expect';
import type { MessageQuery } from '../message-query.js';

export * from './index.js';

declare module 'expect' {
  // Named as Jest names them, or the declarations do not merge.
  interface Matchers<R extends void | Promise<void>, T> {
    /** A message that fits was accepted by the simulator; any at all when nothing is asked for. */
    toHaveSent(query?: MessageQuery): R;
  }
}

declare global {
  // For `expect` as a global, which @types/jest describes.
  namespace jest {
    interface Matchers<R, T> {
      /** A message that fits was accepted by the simulator; any at all when nothing is asked for. */
      toHaveSent(query?: MessageQuery): R;
    }
  }
}
