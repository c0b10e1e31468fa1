import { afterEach, beforeEach, jest } from '@jest/globals';

/** All that fake timers fake but the date: timers run on in real time. */
const REAL = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** Stops the wall clock; it moves only when told to, and takes a simulator's clock with it. */
export function useSteppedDate() {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: [...REAL] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  return {
    advance(ms: number, sim?: { advance(by: number): void }): void {
      jest.setSystemTime(Date.now() + ms);
      sim?.advance(ms);
    },
  };
}
