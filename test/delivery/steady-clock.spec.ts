import { describe, expect, it } from '@jest/globals';
import { SteadyClock } from '../../lib/delivery/steady-clock.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';

/** A clock over two that a test moves. */
function setUp(wallMs = 1_000_000) {
  const time = { wallMs, monotonicMs: 50 };
  const clock = new SteadyClock(
    () => time.wallMs,
    () => time.monotonicMs,
  );
  const pass = (ms: number, step = 0) => {
    time.wallMs += ms + step;
    time.monotonicMs += ms;
    return clock.now().getTime();
  };
  return { pass, clock };
}

describe('a steady clock', () => {
  it('goes with the system’s', () => {
    const { pass } = setUp();
    expect([pass(0), pass(10), pass(90)]).toEqual([1_000_000, 1_000_010, 1_000_100]);
  });

  it('goes on when the system’s is set back', () => {
    const { pass } = setUp();
    expect([pass(10, -86_400_000), pass(10)]).toEqual([1_000_010, 1_000_020]);
  });

  it('follows when it is set forward, and does not go back with it', () => {
    const { pass } = setUp();
    expect([pass(10, 3_600_000), pass(10, -3_600_000), pass(10)]).toEqual([
      4_600_010, 4_600_020, 4_600_030,
    ]);
  });

  it('goes on from what the store had, and gives it, where the system’s was set back meanwhile', async () => {
    const store = new MemoryStore().account('').delivery;
    const DAY_MS = 86_400_000;
    const before = setUp(2 * DAY_MS);
    await before.clock.synchronize(store);
    const after = setUp(DAY_MS);
    await after.clock.synchronize(store);
    expect(after.pass(10)).toBe(2 * DAY_MS + 10);
    after.pass(5_000);
    await after.clock.synchronize(store);
    expect(await store.latestTime(new Date(0))).toEqual(new Date(2 * DAY_MS + 5_010));
  });
});
