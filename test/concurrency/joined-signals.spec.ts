import { describe, expect, it } from '@jest/globals';
import { allAborted, anyAborted } from '../../lib/concurrency/joined-signals.js';
import { LightAbortSignal } from '../../lib/concurrency/light-abort-signal.js';

const two = (): [LightAbortSignal, LightAbortSignal] => [
  new LightAbortSignal(),
  new LightAbortSignal(),
];

describe('joined signals', () => {
  it('abort when all are aborted, or when one is', () => {
    const [first, second] = two();
    const all = allAborted([first, second]);
    const any = anyAborted([first, second]);
    first.abort();
    expect([all.signal.aborted, any.signal.aborted]).toEqual([false, true]);
    second.abort();
    expect(all.signal.aborted).toBe(true);
  });

  it('are aborted from the start where that has happened before', () => {
    const [first, second] = two();
    first.abort();
    expect(anyAborted([first, second]).signal.aborted).toBe(true);
    second.abort();
    expect(allAborted([first, second]).signal.aborted).toBe(true);
  });

  it('listen no more once they are released', () => {
    const [first, second] = two();
    const any = anyAborted([first, second]);
    any.release();
    first.abort();
    expect(any.signal.aborted).toBe(false);
  });
});
