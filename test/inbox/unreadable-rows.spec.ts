import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { UnreadableSms } from '../../lib/api/api.types.js';
import { FakeAccount } from './support/fake-account.js';

const NUMBER = '98200';

const unreadable = (id: string, problem = 'date: expected a date, got null'): UnreadableSms => ({
  sms: { id, from: '989120000000', to: NUMBER, body: 'hello', receivedAt: new Date() },
  problem,
  isJalali: false,
});

beforeEach(() => {
  jest.useFakeTimers();
});

describe('a row that cannot be read', () => {
  it.each(['2', '9223372036854775808', 'unreadable-0123456789abcdef'])(
    'is set aside by itself, once, and stops nobody: %s',
    async (id) => {
      const account = await FakeAccount.open({ startFrom: 'all' });
      account.service.receive(NUMBER, 1);
      account.service.unreadable = [unreadable(id)];
      account.service.receive(NUMBER, 3);
      await account.run(60_000);
      account.service.receive(NUMBER, 4);
      await account.run(60_000);
      expect(account.heard).toEqual(['1', '3', '4']);
      expect(await account.deadLetters()).toEqual([id]);
      expect(account.announced).toMatchObject([
        { sms: { id, body: 'hello' }, error: 'date: expected a date, got null', attempts: 0 },
      ]);
      expect(account.errors).toEqual([]);
    },
  );

  it('is not set aside again after a restart, nor after it was forgotten', async () => {
    const account = await FakeAccount.open({ startFrom: 'all' });
    account.service.unreadable = [unreadable('unreadable-01'), unreadable('7')];
    await account.run(30_000);
    await account.restart();
    await account.run(30_000);
    expect(account.announced).toHaveLength(2);
    for (const id of await account.deadLetters()) await account.store.inbox.removeDeadLetter(id);
    await account.run(30_000);
    expect(await account.deadLetters()).toEqual([]);
    await account.restart();
    await account.run(30_000);
    expect(await account.deadLetters()).toEqual([]);
    expect(account.announced).toHaveLength(2);
  });

  it('is not set aside where its text was read before, and waits', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1);
    const read = account.service.getInbox;
    account.service.getInbox = async (number, afterId) => {
      const answer = await read(number, afterId);
      if (afterId === undefined) return answer;
      return { texts: [], unreadable: [unreadable('1')] };
    };
    await account.run(30_000);
    expect(account.heard).toEqual(['1']);
    expect(await account.deadLetters()).toEqual([]);
  });

  it('lets the answer of a destructive read be kept before its announcement has ended', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1);
    account.service.unreadable = [unreadable('unreadable-01')];
    account.behaveToFailed = () => new Promise(() => undefined);
    void account.poll();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(account.announced).toHaveLength(1);
    expect(account.heard).toEqual(['1']);
  });

  it('costs none of the others of a destructive read', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (const id of [1, 2, 3]) account.service.receive(NUMBER, id);
    account.service.unreadable = [unreadable('unreadable-01')];
    await account.run(30_000);
    expect(account.heard).toEqual(['1', '2', '3']);
    expect(await account.deadLetters()).toEqual(['unreadable-01']);
  });
});
