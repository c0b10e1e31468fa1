import { describe, expect, it, jest } from '@jest/globals';
import { fakeTime, settle } from '../support/fake-time.js';

fakeTime();
const { Condition } = await import('../../lib/concurrency/condition.js');

/** Which of several waits have ended, in their order. */
function waits(condition: InstanceType<typeof Condition>) {
  const ended: string[] = [];
  const wait = (name: string, timeoutMs?: number) =>
    void condition.wait(timeoutMs).then(() => ended.push(name));
  return { ended, wait };
}

describe('a condition', () => {
  it('wakes all that wait, and not those that come later', async () => {
    const condition = new Condition();
    const { ended, wait } = waits(condition);
    wait('first');
    wait('second');
    condition.notifyAll();
    wait('late');
    await settle();
    expect(ended).toEqual(['first', 'second']);
  });

  it('lets one that waits again see the next change', async () => {
    const condition = new Condition();
    const { ended, wait } = waits(condition);
    void condition.wait().then(() => wait('again'));
    condition.notifyAll();
    await settle();
    expect(ended).toEqual([]);
    condition.notifyAll();
    await settle();
    expect(ended).toEqual(['again']);
  });

  it('ends a wait after its time when nothing changes', async () => {
    const { ended, wait } = waits(new Condition());
    wait('bounded', 100);
    await jest.advanceTimersByTimeAsync(99);
    expect(ended).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(ended).toEqual(['bounded']);
  });

  it('leaves no timer behind when a change comes first', async () => {
    const condition = new Condition();
    const { ended, wait } = waits(condition);
    wait('bounded', 100);
    condition.notifyAll();
    await settle();
    expect(ended).toEqual(['bounded']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('forgets a wait that has ended by its time', async () => {
    const condition = new Condition();
    const { ended, wait } = waits(condition);
    wait('bounded', 100);
    await jest.advanceTimersByTimeAsync(100);
    condition.notifyAll();
    await settle();
    expect(ended).toEqual(['bounded']);
  });
});
