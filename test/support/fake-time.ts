import { jest } from '@jest/globals';

/**
 * Puts waiting on Jest's fake clock, which knows nothing of `node:timers/promises`. To be called
 * before the code under test is imported, so that one is imported with `await import()`.
 */
export function fakeTime(): void {
  jest.unstable_mockModule('node:timers/promises', () => ({
    setTimeout: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  }));
  jest.useFakeTimers();
}

/** Lets everything run that waits for no clock. */
export async function settle(): Promise<void> {
  await jest.advanceTimersByTimeAsync(0);
}
