import { describe, expect, it } from '@jest/globals';
import { RunProgress } from '../../lib/delivery/run-progress.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';

const full = new PayamSmsStoreError('full', 'record delivery states');

/** Whether a waiting run is woken by some work. */
async function wakes(progress: RunProgress, work: () => void): Promise<boolean> {
  let isAwake = false;
  void progress.change().then(() => (isAwake = true));
  work();
  await new Promise(setImmediate);
  return isAwake;
}

describe('the progress of a run', () => {
  it('has room for 4,000 open messages, and wakes the run when there is room again', async () => {
    const progress = new RunProgress();
    progress.callBegan(4_000);
    expect(progress.hasRoom).toBe(false);
    expect(await wakes(progress, () => progress.messagesEnded(1))).toBe(true);
    expect(progress.hasRoom).toBe(true);
    expect(await wakes(progress, () => progress.messagesEnded(1))).toBe(false);
    expect(progress.openMessages).toBe(3_998);
  });

  it('wakes the run when the last message has ended, and when a call has', async () => {
    const progress = new RunProgress();
    progress.callBegan(2);
    expect(await wakes(progress, () => progress.messagesEnded(1))).toBe(false);
    expect(await wakes(progress, () => progress.messagesEnded(1))).toBe(true);
    expect(await wakes(progress, () => progress.callEnded())).toBe(true);
    expect(progress.openCalls).toBe(0);
  });

  it('wakes the run when it is to stop, and begins anew with the next', async () => {
    const progress = new RunProgress();
    expect(await wakes(progress, () => progress.add({ type: 'listeners-resolved' }))).toBe(false);
    expect(await wakes(progress, () => progress.add({ type: 'failed', error: full }))).toBe(true);
    expect(progress.state).toMatchObject({ emitted: 1, stop: 'failed' });
    progress.reset();
    expect(progress.state).toMatchObject({ emitted: 0 });
    expect(progress.state.stop).toBeUndefined();
  });
});
