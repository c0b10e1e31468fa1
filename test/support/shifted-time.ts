import { afterEach, beforeEach, jest } from '@jest/globals';

/**
 * Stops the monotonic clock, and with it the module's and the simulator's idea of the time; it
 * moves only when told to. Timers run on in real time.
 */
export function useShiftedTime(): { advance(ms: number): void } {
  let nowMs = 0;
  beforeEach(() => {
    nowMs = performance.now();
    jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return {
    advance(ms) {
      nowMs += ms;
    },
  };
}
