import assert from 'node:assert/strict';

/** Equal, where a property that is `undefined` is as good as none. */
export function same<T>(found: T, expected: T): void {
  assert.deepStrictEqual(withoutUndefined(found), withoutUndefined(expected));
}

export function differs(found: unknown, other: unknown): void {
  assert.notDeepStrictEqual(withoutUndefined(found), withoutUndefined(other));
}

export function isTrue(fact: boolean, claim: string): void {
  assert.ok(fact, claim);
}

/** Rejects as a store does to a holder that has lost its lease. */
export async function refused(commit: Promise<unknown>): Promise<void> {
  const error = await rejection(commit);
  const { name, reason } = Object(error) as { name?: unknown; reason?: unknown };
  same({ name, reason }, { name: 'PayamSmsStoreError', reason: 'lease-lost' });
}

/** @returns what it was rejected with */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return assert.fail('it was done, though it should have been refused');
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  // By its time alone: a test runner may have several classes `Date`.
  if (Object.prototype.toString.call(value) === '[object Date]') {
    return { instant: new Date(value as Date).toISOString() };
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, property]) => property !== undefined);
  return Object.fromEntries(entries.map(([key, property]) => [key, withoutUndefined(property)]));
}
