import { describe, expect, it, jest } from '@jest/globals';
import { fakeTime, settle } from '../support/fake-time.js';

fakeTime();
const { LightAbortSignal } = await import('../../lib/concurrency/light-abort-signal.js');
const { LimiterPause } = await import('../../lib/http/limiter-pause.js');

/** Waits for the end of a pause, and notes how that ends. */
function waiting(pause: InstanceType<typeof LimiterPause>, how = {}) {
  const seen: { end?: unknown } = {};
  pause.over(how).then(
    () => (seen.end = 'over'),
    (error: unknown) => (seen.end = error),
  );
  return seen;
}

const TOO_LONG = { name: 'HeldBack' };

describe('a pause', () => {
  it('lasts until the latest end that was asked for', async () => {
    const pause = new LimiterPause();
    expect(pause.leftMs).toBe(0);
    pause.extend(1_000);
    pause.extend(500);
    expect(pause.leftMs).toBe(1_000);
    const seen = waiting(pause);
    await jest.advanceTimersByTimeAsync(900);
    pause.extend(1_000);
    await jest.advanceTimersByTimeAsync(999);
    expect(seen.end).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(seen.end).toBe('over');
  });

  it('is not waited for longer than patience lasts, nor once it is made too long', async () => {
    const pause = new LimiterPause();
    pause.extend(1_000);
    await expect(pause.over({ patienceMs: 999 })).rejects.toMatchObject(TOO_LONG);
    const seen = waiting(pause, { patienceMs: 1_500 });
    await jest.advanceTimersByTimeAsync(500);
    pause.extend(10_000);
    await jest.advanceTimersByTimeAsync(500);
    expect(seen.end).toMatchObject(TOO_LONG);
  });

  it.each(['signal', 'lastChance'] as const)(
    'is not waited for once the %s is aborted',
    async (key) => {
      const pause = new LimiterPause();
      pause.extend(1_000);
      const cut = new LightAbortSignal();
      const seen = waiting(pause, { [key]: cut });
      await settle();
      expect(seen.end).toBeUndefined();
      cut.abort();
      await settle();
      expect(seen.end).toBe('over');
    },
  );

  it('ends for requests without a signal when the app ends', async () => {
    const pause = new LimiterPause();
    pause.extend(1_000);
    const [bare, bounded] = [waiting(pause), waiting(pause, { signal: new LightAbortSignal() })];
    pause.closed.abort();
    await settle();
    expect(bare.end).toMatchObject(TOO_LONG);
    expect(bounded.end).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(bounded.end).toBe('over');
    expect(jest.getTimerCount()).toBe(0);
  });
});
