import { afterEach, beforeEach, jest } from '@jest/globals';

/** All that fake timers fake but the clocks. */
const REAL = [
  'nextTick',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

export interface SteppedTime {
  /** Lets time pass. */
  advance(ms: number): void;
  /** Sets the wall clock forward or back, as an administrator does: no time passes. */
  setWallClock(byMs: number): void;
}

/**
 * Stops the wall clock and the monotonic one, and with them the module's and the simulator's idea of the time, which
 * moves only when told to. Timers run on in real time.
 */
export function useSteppedTime(): SteppedTime {
  let nowMs = 0;
  beforeEach(() => {
    nowMs = performance.now();
    jest.useFakeTimers({ doNotFake: [...REAL, 'hrtime', 'performance'] });
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });
  return {
    advance(ms) {
      nowMs += ms;
      setWallClock(ms);
    },
    setWallClock,
  };
}

function setWallClock(byMs: number): void {
  jest.setSystemTime(Date.now() + byMs);
}
