import { describe, expect, it, jest } from '@jest/globals';
import * as fc from 'fast-check';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { LightAbortSignal } from '../../lib/concurrency/light-abort-signal.js';
import {
  backoffMs,
  type Repeatable,
  retrying,
  whenNeverSent,
  whenSafe,
} from '../../lib/http/retry.js';

const waits: number[] = [];

/** Notes the waits and is through with them at once. */
class NotedWaits extends LightAbortSignal {
  override async sleep(ms: number): Promise<boolean> {
    waits.push(ms);
    return true;
  }
}

const POLICY = { maxAttempts: 3, baseDelayMs: 100, maxDelayMs: 20_000 };

const lost = (facts: { requestSent?: boolean; retryAfterMs?: number } = {}) =>
  new PayamSmsTransportError('getBalance', { cause: new Error('reset'), ...facts });

const answered = (status: number, retryAfterMs?: number) =>
  new PayamSmsTransportError('getBalance', {
    cause: new PayamSmsApiError('getBalance', { status }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });

/** Runs attempts that fail with these errors, one after the other, and then succeed. */
async function run(errors: Error[], mayRepeat: Repeatable, policy = POLICY) {
  waits.length = 0;
  const left = [...errors];
  const attempt = jest.fn(async () => {
    const error = left.shift();
    if (error) throw error;
    return 'done';
  });
  const outcome: unknown = await retrying(policy, mayRepeat, attempt, new NotedWaits()).catch(
    (error) => error,
  );
  return { outcome, attempts: attempt.mock.calls.length, waits: [...waits] };
}

describe('retrying', () => {
  it('makes one attempt of a call that works', async () => {
    expect(await run([], whenSafe)).toEqual({ outcome: 'done', attempts: 1, waits: [] });
  });

  it('tries again after a failure that passes', async () => {
    expect(await run([lost(), answered(503)], whenSafe)).toMatchObject({
      outcome: 'done',
      attempts: 3,
    });
  });

  it.each([1, 2, 3, 5])('makes %i attempts at the most, and throws the last error', async (max) => {
    const errors = Array.from({ length: 9 }, () => lost());
    const { outcome, attempts, waits } = await run(errors, whenSafe, {
      ...POLICY,
      maxAttempts: max,
    });
    expect(outcome).toBe(errors[max - 1]);
    expect(attempts).toBe(max);
    expect(waits).toHaveLength(max - 1);
  });

  it.each([
    new PayamSmsApiError('getBalance', { status: 403 }),
    new PayamSmsUnexpectedAnswerError('getBalance', 'body', 'expected JSON'),
    new TypeError('a mistake'),
  ])('never repeats after $name', async (error) => {
    expect(await run([error], () => true)).toEqual({ outcome: error, attempts: 1, waits: [] });
  });

  it.each([0, 1_500, 20_000])('waits as long as the service says: %i ms', async (retryAfterMs) => {
    expect(await run([answered(503, retryAfterMs)], whenSafe)).toEqual({
      outcome: 'done',
      attempts: 2,
      waits: [retryAfterMs],
    });
  });

  it('throws at once where the service says longer than maxDelayMs', async () => {
    const error = answered(429, 20_001);
    expect(await run([error], whenSafe)).toEqual({ outcome: error, attempts: 1, waits: [] });
    expect(error.retryAfterMs).toBe(20_001);
  });

  it('waits longer from one attempt to the next, within bounds', async () => {
    const policy = { maxAttempts: 9, baseDelayMs: 100, maxDelayMs: 1_000 };
    const { waits } = await run(
      Array.from({ length: 8 }, () => lost()),
      whenSafe,
      policy,
    );
    const bounds = [100, 200, 400, 800, 1_000, 1_000, 1_000, 1_000];
    expect(waits).toHaveLength(bounds.length);
    for (const [i, wait] of waits.entries()) {
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(bounds[i]!);
    }
  });
});

describe('backoffMs', () => {
  it('is anything from nothing to a bound that doubles, up to maxDelayMs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: 1, max: 100 }),
        (baseDelayMs, maxDelayMs, made) => {
          const policy = { maxAttempts: 100, baseDelayMs, maxDelayMs };
          const bound = Math.min(maxDelayMs, baseDelayMs * 2 ** (made - 1));
          expect(backoffMs(policy, made, () => 0)).toBe(0);
          expect(backoffMs(policy, made, () => 0.5)).toBe(bound / 2);
          expect(backoffMs(policy, made, () => 1 - 2 ** -53)).toBeLessThanOrEqual(bound);
        },
      ),
    );
  });

  it('is random', () => {
    const some = new Set(Array.from({ length: 20 }, () => backoffMs(POLICY, 5)));
    expect(some.size).toBeGreaterThan(1);
  });
});

describe('whenSafe', () => {
  it.each([429, 500, 502, 503, 504])('repeats after a %i', (status) => {
    expect(whenSafe(answered(status))).toBe(true);
  });

  it.each([501, 505, 511])('does not repeat after a %i, which does not pass', (status) => {
    expect(whenSafe(answered(status))).toBe(false);
  });

  it('repeats after a network error, whether the request left or not', () => {
    expect(whenSafe(lost())).toBe(true);
    expect(whenSafe(lost({ requestSent: false }))).toBe(true);
  });
});

describe('whenNeverSent', () => {
  it('repeats only what never left', () => {
    expect(whenNeverSent(lost({ requestSent: false }))).toBe(true);
    expect(whenNeverSent(lost())).toBe(false);
    for (const status of [429, 500, 502, 503, 504]) {
      expect(whenNeverSent(answered(status))).toBe(false);
    }
  });
});
