import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { deferred } from '../support/deferred.js';
import { fakeTime, settle } from '../support/fake-time.js';

fakeTime();
const { Cutoff } = await import('../../lib/http/cutoff.js');
const { Gate } = await import('../../lib/http/gate.js');

/** Requests that stay under way until the test ends them. */
function requests(gate: InstanceType<typeof Gate>) {
  const started: number[] = [];
  const ends = new Map<number, () => void>();
  const start = (id: number): Promise<number> =>
    gate.run(async () => {
      started.push(id);
      const { promise, resolve } = deferred();
      ends.set(id, resolve);
      await promise;
      return id;
    });
  return { started, start, end: (id: number) => ends.get(id)!() };
}

/** When each of some requests starts, in milliseconds from now. */
const starts = (gate: InstanceType<typeof Gate>, count: number): number[] => {
  const at: number[] = [];
  const from = performance.now();
  for (let i = 0; i < count; i++) {
    void gate.run(async () => at.push(Math.round(performance.now() - from)));
  }
  return at;
};

describe('the gate', () => {
  it('lets maxConcurrency requests in, and the next when one ends', async () => {
    const { started, start, end } = requests(new Gate({ maxConcurrency: 2 }));
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
    const { started, start, end } = requests(new Gate({ maxConcurrency: 1 }));
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
    const gate = new Gate({ maxConcurrency: 1 });
    const failed = gate.run(async () => {
      throw new Error('reset');
    });
    const next = gate.run(async () => 'next');
    await expect(failed).rejects.toThrow('reset');
    expect(await next).toBe('next');
  });

  it('never has more under way than it may, loses none and keeps their order', async () => {
    const ending = fc.scheduler();
    const count = fc.integer({ min: 0, max: 30 });
    await fc.assert(
      fc.asyncProperty(ending, count, fc.integer({ min: 1, max: 5 }), async (s, all, limit) => {
        const gate = new Gate({ maxConcurrency: limit });
        const started: number[] = [];
        let underWay = 0;
        let most = 0;
        const ids = Array.from({ length: all }, (_, id) => id);
        const runs = ids.map((id) =>
          gate.run(async () => {
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
    const at = starts(new Gate({ maxConcurrency: 100, requestsPerSecond: 4 }), 5);
    await jest.advanceTimersByTimeAsync(999);
    expect(at).toEqual([0, 250, 500, 750]);
    await jest.advanceTimersByTimeAsync(1);
    expect(at).toEqual([0, 250, 500, 750, 1_000]);
  });

  it('may be less than one a second', async () => {
    const at = starts(new Gate({ maxConcurrency: 4, requestsPerSecond: 0.5 }), 3);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(at).toEqual([0, 2_000, 4_000]);
  });

  it('saves up nothing while nobody asks', async () => {
    const gate = new Gate({ maxConcurrency: 4, requestsPerSecond: 1 });
    await jest.advanceTimersByTimeAsync(60_000);
    const at = starts(gate, 3);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(at).toEqual([0, 1_000, 2_000]);
  });

  it('holds for requests that end at once, one at a time', async () => {
    const at = starts(new Gate({ maxConcurrency: 1, requestsPerSecond: 2 }), 3);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(at).toEqual([0, 500, 1_000]);
  });

  it('takes turns that are asked for without a place, such as a repeat after a 401', async () => {
    const gate = new Gate({ maxConcurrency: 4, requestsPerSecond: 1 });
    await gate.pace();
    const at = starts(gate, 1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(at).toEqual([1_000]);
  });

  it('waits for nothing where there is no limit', async () => {
    const at = starts(new Gate({ maxConcurrency: 100 }), 100);
    await settle();
    expect(at).toEqual(Array(100).fill(0));
    expect(jest.getTimerCount()).toBe(0);
  });
});

const run = (gate: InstanceType<typeof Gate>, at: number[], waiting = {}) => {
  const from = performance.now();
  return gate.run(async () => at.push(Math.round(performance.now() - from)), waiting);
};

describe('a limiter’s pause', () => {
  const HOUR_MS = 3_600_000;

  it('lets nothing start before it is over, urgent or not', async () => {
    const gate = new Gate({ maxConcurrency: 4 });
    const at: number[] = [];
    void run(gate, at);
    gate.holdBack(300_000);
    void run(gate, at, { urgent: true });
    void run(gate, at);
    await jest.advanceTimersByTimeAsync(299_999);
    expect(at).toEqual([0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(at).toEqual([0, 300_000, 300_000]);
  });

  it('is as long as the longest that was asked for', async () => {
    const gate = new Gate({ maxConcurrency: 4 });
    const at: number[] = [];
    gate.holdBack(10_000);
    void run(gate, at);
    gate.holdBack(60_000);
    gate.holdBack(1_000);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(at).toEqual([60_000]);
  });

  it('holds those back that wait for a place already', async () => {
    const gate = new Gate({ maxConcurrency: 1 });
    const { started, start, end } = requests(gate);
    void start(0);
    void start(1);
    gate.holdBack(5_000);
    end(0);
    await jest.advanceTimersByTimeAsync(4_999);
    expect(started).toEqual([0]);
    await jest.advanceTimersByTimeAsync(1);
    expect(started).toEqual([0, 1]);
  });

  it('lets a last chance pass, then and there, before all that wait', async () => {
    const gate = new Gate({ maxConcurrency: 1 });
    const lastChance = new Cutoff();
    const at: number[] = [];
    gate.holdBack(HOUR_MS);
    const first = run(gate, at, { urgent: true });
    const last = run(gate, at, { lastChance });
    await jest.advanceTimersByTimeAsync(7_000);
    lastChance.abort();
    await last;
    expect(at).toEqual([7_000]);
    await jest.advanceTimersByTimeAsync(HOUR_MS);
    await first;
    expect(at).toEqual([7_000, HOUR_MS]);
  });

  it('lets a last chance start though all places are taken, and keeps its place in the count', async () => {
    const gate = new Gate({ maxConcurrency: 1 });
    const { started, start, end } = requests(gate);
    const hanging = start(0);
    const lastChance = new Cutoff();
    const at: number[] = [];
    const last = run(gate, at, { lastChance });
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
    const gate = new Gate({ maxConcurrency: 1 });
    const lastChance = new Cutoff();
    lastChance.abort();
    gate.holdBack(HOUR_MS);
    const at: number[] = [];
    await run(gate, at, { lastChance });
    expect(at).toEqual([0]);
  });

  it('fails a request that has less patience, whether it comes before or after', async () => {
    const gate = new Gate({ maxConcurrency: 1 });
    const { start, end } = requests(gate);
    const underWay = start(0);
    const at: number[] = [];
    const before = run(gate, at, { patienceMs: 20_000 });
    gate.holdBack(300_000);
    await expect(before).rejects.toMatchObject({ name: 'HeldBack', retryAfterMs: 300_000 });
    await expect(run(gate, at, { patienceMs: 20_000 })).rejects.toMatchObject({ name: 'HeldBack' });
    end(0);
    expect(await underWay).toBe(0);
    expect(at).toEqual([]);
  });

  it('gives a request up that is told to, and keeps no timer for it', async () => {
    const gate = new Gate({ maxConcurrency: 1 });
    const signal = new Cutoff();
    gate.holdBack(HOUR_MS);
    const at: number[] = [];
    const run1 = run(gate, at, { signal });
    await settle();
    signal.abort();
    await run1;
    expect(at).toEqual([0]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is waited for by nothing any more once the app ends, but by what has a signal', async () => {
    const gate = new Gate({ maxConcurrency: 1 });
    const at: number[] = [];
    gate.holdBack(7_000);
    const read = run(gate, at, {});
    const look = run(gate, at, { signal: new Cutoff() });
    const opened = gate.opened({ patienceMs: 20_000 });
    gate.onModuleDestroy();
    for (const wait of [read, opened, run(gate, at, {}), gate.opened()]) {
      await expect(wait).rejects.toMatchObject({ name: 'HeldBack', retryAfterMs: 7_000 });
    }
    await jest.advanceTimersByTimeAsync(7_000);
    await look;
    expect(at).toEqual([7_000]);
    await run(gate, at, {});
  });

  it('can be waited for without a place', async () => {
    const gate = new Gate({ maxConcurrency: 1 });
    await gate.opened();
    gate.holdBack(1_000);
    let isOpen = false;
    void gate.opened().then(() => (isOpen = true));
    await jest.advanceTimersByTimeAsync(999);
    gate.holdBack(1_001);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(isOpen).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(isOpen).toBe(true);
    gate.holdBack(1_000);
    await expect(gate.opened({ patienceMs: 999 })).rejects.toMatchObject({ name: 'HeldBack' });
  });
});
