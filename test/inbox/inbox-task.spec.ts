import { expect, describe, it } from '@jest/globals';
import type { UnreadableSms } from '../../lib/api/api.types.js';
import { deferred } from '../support/deferred.js';
import { FakeAccount } from './support/fake-account.js';
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
