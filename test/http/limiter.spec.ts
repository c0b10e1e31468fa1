import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { deferred } from '../support/deferred.js';
import { fakeTime, settle } from '../support/fake-time.js';

fakeTime();
const { LightAbortSignal } = await import('../../lib/concurrency/light-abort-signal.js');
const { Limiter } = await import('../../lib/http/limiter.js');

/** Requests that stay under way until the test ends them. */
function requests(limiter: InstanceType<typeof Limiter>) {
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const start = (id: number): Promise<number> =>
    limiter.run(async () => {
      started.push(id);
      const { promise, resolve } = deferred();
      ends.set(id, resolve);
      await promise;
      return id;
    });
  return { started, start, end: (id: number) => ends.get(id)!() };
}

/** When each of some requests starts, in milliseconds from now. */
const starts = (limiter: InstanceType<typeof Limiter>, count: number): number[] => {
  const at: number[] = [];
  const from = performance.now();
  for (let i = 0; i < count; i++) {
    void limiter.run(async () => at.push(Math.round(performance.now() - from)));
  }
  return at;
};

describe('the limiter', () => {
  it('lets maxConcurrency requests in, and the next when one ends', async () => {
    const { started, start, end } = requests(new Limiter({ maxConcurrency: 2 }));
    const all = [0, 1, 2, 3].map(start);
    await settle();
    expect(started).toEqual([0, 1]);
    end(1);
    await settle();
    expect(started).toEqual([0, 1, 2]);
    end(0);
    end(2);
    await settle();
    end(3);
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
  });

  it('lets nobody in ahead of those who wait', async () => {
    const { started, start, end } = requests(new Limiter({ maxConcurrency: 1 }));
    const first = start(0);
    const waiting = [1, 2, 3].map(start);
    await settle();
    // A newcomer comes at the very moment at which a place is handed on.
    end(0);
    await first;
    const newcomer = start(4);
    for (const id of [1, 2, 3, 4]) {
      await settle();
      end(id);
    }
    await Promise.all([...waiting, newcomer]);
    expect(started).toEqual([0, 1, 2, 3, 4]);
  });

  it('hands on the place of a request that fails', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const failed = limiter.run(async () => {
      throw new Error('reset');
    });
    const next = limiter.run(async () => 'next');
    await expect(failed).rejects.toThrow('reset');
    expect(await next).toBe('next');
  });

  it('never has more under way than it may, loses none and keeps their order', async () => {
    const ending = fc.scheduler();
    const count = fc.integer({ min: 0, max: 30 });
    await fc.assert(
      fc.asyncProperty(ending, count, fc.integer({ min: 1, max: 5 }), async (s, all, limit) => {
        const limiter = new Limiter({ maxConcurrency: limit });
        const started: number[] = [];
        let underWay = 0;
        let most = 0;
        const ids = Array.from({ length: all }, (_, id) => id);
        const runs = ids.map((id) =>
          limiter.run(async () => {
            started.push(id);
            most = Math.max(most, ++underWay);
            await s.schedule(Promise.resolve());
            underWay--;
            return id;
          }),
        );
        const done = await s.waitFor(Promise.all(runs));
        expect(done).toEqual(ids);
        expect(started).toEqual(ids);
        expect(most).toBe(Math.min(all, limit));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the rate', () => {
  it('spreads requests evenly, the first at once', async () => {
    const at = starts(new Limiter({ maxConcurrency: 100, requestsPerSecond: 4 }), 5);
    await jest.advanceTimersByTimeAsync(999);
    expect(at).toEqual([0, 250, 500, 750]);
    await jest.advanceTimersByTimeAsync(1);
    expect(at).toEqual([0, 250, 500, 750, 1_000]);
  });

  it('may be less than one a second', async () => {
    const at = starts(new Limiter({ maxConcurrency: 4, requestsPerSecond: 0.5 }), 3);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(at).toEqual([0, 2_000, 4_000]);
  });

  it('saves up nothing while nobody asks', async () => {
    const limiter = new Limiter({ maxConcurrency: 4, requestsPerSecond: 1 });
    await jest.advanceTimersByTimeAsync(60_000);
    const at = starts(limiter, 3);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(at).toEqual([0, 1_000, 2_000]);
  });

  it('holds for requests that end at once, one at a time', async () => {
    const at = starts(new Limiter({ maxConcurrency: 1, requestsPerSecond: 2 }), 3);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(at).toEqual([0, 500, 1_000]);
  });

  it('takes turns that are asked for without a place, such as a repeat after a 401', async () => {
    const limiter = new Limiter({ maxConcurrency: 4, requestsPerSecond: 1 });
    await limiter.pace();
    const at = starts(limiter, 1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(at).toEqual([1_000]);
  });

  it('waits for nothing where there is no limit', async () => {
    const at = starts(new Limiter({ maxConcurrency: 100 }), 100);
    await settle();
    expect(at).toEqual(Array(100).fill(0));
    expect(jest.getTimerCount()).toBe(0);
  });
});

const run = (limiter: InstanceType<typeof Limiter>, at: number[], waiting = {}) => {
  const from = performance.now();
  return limiter.run(async () => at.push(Math.round(performance.now() - from)), waiting);
};

describe('a limiter’s pause', () => {
  const HOUR_MS = 3_600_000;

  it('lets nothing start before it is over, urgent or not', async () => {
    const limiter = new Limiter({ maxConcurrency: 4 });
    const at: number[] = [];
    void run(limiter, at);
    limiter.holdBack(300_000);
    void run(limiter, at, { urgent: true });
    void run(limiter, at);
    await jest.advanceTimersByTimeAsync(299_999);
    expect(at).toEqual([0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(at).toEqual([0, 300_000, 300_000]);
  });

  it('is as long as the longest that was asked for', async () => {
    const limiter = new Limiter({ maxConcurrency: 4 });
    const at: number[] = [];
    limiter.holdBack(10_000);
    void run(limiter, at);
    limiter.holdBack(60_000);
    limiter.holdBack(1_000);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(at).toEqual([60_000]);
  });

  it('holds those back that wait for a place already', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const { started, start, end } = requests(limiter);
    void start(0);
    void start(1);
    limiter.holdBack(5_000);
    end(0);
    await jest.advanceTimersByTimeAsync(4_999);
    expect(started).toEqual([0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(started).toEqual([0, 1]);
  });

  it('lets a last chance pass, then and there, before all that wait', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const lastChance = new LightAbortSignal();
    const at: number[] = [];
    limiter.holdBack(HOUR_MS);
    const first = run(limiter, at, { urgent: true });
    const last = run(limiter, at, { lastChance });
    await jest.advanceTimersByTimeAsync(7_000);
    lastChance.abort();
    await last;
    expect(at).toEqual([7_000]);
    await jest.advanceTimersByTimeAsync(HOUR_MS);
    await first;
    expect(at).toEqual([7_000, HOUR_MS]);
  });

  it('lets a last chance start though all places are taken, and keeps its place in the count', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const { started, start, end } = requests(limiter);
    const hanging = start(0);
    const lastChance = new LightAbortSignal();
    const at: number[] = [];
    const last = run(limiter, at, { lastChance });
    const waiting = start(1);
    await settle();
    expect(at).toEqual([]);
    lastChance.abort();
    await last;
    expect(at).toEqual([0]);
    expect(started).toEqual([0]);
    end(0);
    await hanging;
    await settle();
    expect(started).toEqual([0, 1]);
    end(1);
    await waiting;
  });

  it('lets a last chance that has come already start at once', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const lastChance = new LightAbortSignal();
    lastChance.abort();
    limiter.holdBack(HOUR_MS);
    const at: number[] = [];
    await run(limiter, at, { lastChance });
    expect(at).toEqual([0]);
  });

  it('fails a request that has less patience, whether it comes before or after', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const { start, end } = requests(limiter);
    const underWay = start(0);
    const at: number[] = [];
    const before = run(limiter, at, { patienceMs: 20_000 });
    limiter.holdBack(300_000);
    await expect(before).rejects.toMatchObject({ name: 'HeldBack', retryAfterMs: 300_000 });
    await expect(run(limiter, at, { patienceMs: 20_000 })).rejects.toMatchObject({
      name: 'HeldBack',
    });
    end(0);
    expect(await underWay).toBe(0);
    expect(at).toEqual([]);
  });

  it('gives a request up that is told to, and keeps no timer for it', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const signal = new LightAbortSignal();
    limiter.holdBack(HOUR_MS);
    const at: number[] = [];
    const run1 = run(limiter, at, { signal });
    await settle();
    signal.abort();
    await run1;
    expect(at).toEqual([0]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is waited for by nothing any more once the app ends, but by what has a signal', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    const at: number[] = [];
    limiter.holdBack(7_000);
    const read = run(limiter, at, {});
    const look = run(limiter, at, { signal: new LightAbortSignal() });
    const opened = limiter.opened({ patienceMs: 20_000 });
    limiter.onModuleDestroy();
    for (const wait of [read, opened, run(limiter, at, {}), limiter.opened()]) {
      await expect(wait).rejects.toMatchObject({ name: 'HeldBack', retryAfterMs: 7_000 });
    }
    await jest.advanceTimersByTimeAsync(7_000);
    await look;
    expect(at).toEqual([7_000]);
    await run(limiter, at, {});
  });

  it('can be waited for without a place', async () => {
    const limiter = new Limiter({ maxConcurrency: 1 });
    await limiter.opened();
    limiter.holdBack(1_000);
    let isOpen = false;
    void limiter.opened().then(() => (isOpen = true));
    await jest.advanceTimersByTimeAsync(999);
    limiter.holdBack(1_001);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(isOpen).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isOpen).toBe(true);
    limiter.holdBack(1_000);
    await expect(limiter.opened({ patienceMs: 999 })).rejects.toMatchObject({ name: 'HeldBack' });
  });
});
