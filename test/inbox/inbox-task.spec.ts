import { describe, expect, it } from '@jest/globals';
import type { UnreadableSms } from '../../lib/api/api.types.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { deferred } from '../support/deferred.js';
import { FakeAccount, refuseAll } from './support/fake-account.js';
import { sms } from './support/sms.js';

const NUMBER = '98200';

const unreadable = (id: string): UnreadableSms => ({
  sms: sms(id, NUMBER),
  problem: 'date: expected a date, got null',
  isJalali: false,
});

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** A task whose listener to dead letters hangs until `listener` is resolved. */
async function withHangingListener() {
  const account = await FakeAccount.open({ startFrom: 'all' });
  const listener = deferred();
  account.behaveToFailed = () => listener.promise;
  const run = async () => {
    let isOver = false;
    const over = account.poll().finally(() => (isOver = true));
    await nextTurn();
    return { over, isOver: () => isOver };
  };
  return { account, listener, run };
}

describe('a run of an inbox task', () => {
  it('lasts until the dead letters of an earlier process are announced, while texts are handled', async () => {
    const { account, listener, run } = await withHangingListener();
    const letter = { sms: sms(1), error: 'Orders.onText: Error', attempts: 5, at: new Date() };
    await account.store.inbox.addDeadLetter(account.lease, NUMBER, letter);
    account.service.receive(NUMBER, 2);
    const { over, isOver } = await run();
    expect(account.heard).toEqual(['2']);
    expect(account.announced).toHaveLength(1);
    expect(isOver()).toBe(false);
    listener.resolve();
    expect(await over).toBe(1);
    expect(await account.store.inbox.unannounced(NUMBER, 9)).toEqual([]);
  });

  it('hands texts over while its own dead letters are announced', async () => {
    const { account, listener, run } = await withHangingListener();
    account.service.unreadable = [unreadable('1'), unreadable('2')];
    account.service.receive(NUMBER, 3);
    const { over, isOver } = await run();
    expect(account.heard).toEqual(['3']);
    expect(isOver()).toBe(false);
    listener.resolve();
    await over;
    expect(account.announced.map((failure) => failure.sms.id)).toEqual(['1', '2']);
  });

  it('that fails lasts until its dead letters are announced, too', async () => {
    const { account, listener, run } = await withHangingListener();
    account.service.unreadable = [unreadable('1')];
    account.store.inbox.handled = () => Promise.reject(new Error('disk'));
    account.service.receive(NUMBER, 3);
    const { over, isOver } = await run();
    expect(isOver()).toBe(false);
    listener.resolve();
    await over;
    expect(account.errors).toEqual([new Error('disk')]);
  });

  it('announces what waits though nothing is to be read, for the texts have no listener', async () => {
    const account = await FakeAccount.open({ startFrom: 'all' });
    const letter = { sms: sms(1), error: 'Orders.onText: Error', attempts: 5, at: new Date() };
    await account.store.inbox.addDeadLetter(account.lease, NUMBER, letter);
    account.listening = false;
    expect(await account.poll()).toBe(0);
    expect(account.service.asked).toEqual([]);
    expect(account.announced).toHaveLength(1);
  });
});

describe('the end of an inbox task', () => {
  it('waits until the answer of a read that marks texts read is kept', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1);
    const answer = deferred();
    const read = account.service.getInbox;
    account.service.getInbox = async (number, afterId) => {
      const given = await read(number, afterId);
      await answer.promise;
      return given;
    };
    const polled = account.poll();
    await nextTurn();
    let isStopped = false;
    const stopped = account.tasks[0]!.stop().finally(() => (isStopped = true));
    await nextTurn();
    expect(isStopped).toBe(false);
    answer.resolve();
    await stopped;
    expect(await account.store.inbox.kept(NUMBER, undefined, 9)).toHaveLength(1);
    await polled;
    expect(account.calls).toEqual([]);
  });

  it('is no failure of a read that it cuts short', async () => {
    const account = await FakeAccount.open();
    account.service.getInbox = async () => {
      void account.tasks[0]!.stop();
      throw new PayamSmsTransportError('getInbox', { requestSent: true, cause: 'aborted' });
    };
    expect(await account.poll()).toBe(0);
    expect(account.errors).toEqual([]);
  });

  it('leaves no run to be wanted', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 1);
    account.behave = refuseAll;
    await account.poll();
    expect(account.tasks[0]!.nextRunInMs()).toBeGreaterThan(0);
    await account.tasks[0]!.stop();
    expect(account.tasks[0]!.nextRunInMs()).toBeUndefined();
  });
});
