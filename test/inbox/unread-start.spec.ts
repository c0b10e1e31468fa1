import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { UnreadableSms } from '../../lib/api/api.types.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { FakeAccount, OVERLAP_MS } from './support/fake-account.js';

const NUMBER = '98200';
const NOW = new Date('2026-11-01T12:00:00Z');
const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const LOST = new Error('connection reset');

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'], now: NOW }));
afterEach(() => void jest.useRealTimers());

const unreadable = (id: string): UnreadableSms => ({
  sms: { id, from: '', to: NUMBER, body: '', receivedAt: NOW },
  problem: 'date: expected a Gregorian yyyy-MM-dd HH:mm:ss, got null',
  isJalali: false,
});

const sinceIn = (warning: string | undefined): Date =>
  new Date(/new Date\('([^']+)'\)/.exec(warning ?? '')![1]!);

describe('a start from what is unread', () => {
  it('takes all of it, 90 at a time, and reads by id from then on', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 200; id++) account.service.receive(NUMBER, id, ago(60));
    await account.run(10_000);
    expect(account.heard).toEqual(Array.from({ length: 200 }, (_, index) => String(index + 1)));
    const unreadReads = account.service.asked.filter((id) => id === undefined);
    expect(unreadReads).toHaveLength(3);
    expect(account.service.asked.at(-1)).toBe('200');
  });

  it('marks no more texts read once it is stopped, and keeps the answer under way', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 200; id++) account.service.receive(NUMBER, id, ago(60));
    const { getInbox } = account.service;
    let stopped: Promise<void> | undefined;
    account.service.getInbox = async (number, afterId) => {
      stopped ??= account.tasks[0]!.stop();
      return getInbox(number, afterId);
    };
    await account.poll();
    await stopped;
    expect(account.service.asked).toEqual([undefined]);
    expect(await account.store.inbox.kept(NUMBER, undefined, 1_000)).toHaveLength(90);
    expect(account.service.unread.size).toBe(110);
  });

  it('hands an answer that could not be kept to the store again, and reads nothing meanwhile', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 3; id++) account.service.receive(NUMBER, id, ago(60));
    const full = new PayamSmsStoreError('full', 'keep the answer of a destructive read');
    jest.spyOn(account.store.inbox, 'keepAnswer').mockRejectedValueOnce(full);
    await account.poll();
    expect(account.errors).toEqual([full]);
    await account.poll();
    expect(account.service.asked.filter((id) => id === undefined)).toHaveLength(1);
    expect(account.heard).toEqual(['1', '2', '3']);
    expect(account.warnings).toEqual([]);
  });

  it('keeps rows that cannot be read before the answer, which nothing lists again', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(60));
    const read = account.service.getInbox;
    account.service.getInbox = async (number, afterId) => {
      const answer = await read(number, afterId);
      if (afterId !== undefined) return answer;
      return { ...answer, unreadable: [unreadable('unreadable-01')] };
    };
    const full = new PayamSmsStoreError('full', 'add a dead letter');
    jest.spyOn(account.store.inbox, 'addDeadLetter').mockRejectedValueOnce(full);
    await account.poll();
    expect(account.errors).toEqual([full]);
    expect(await account.store.inbox.kept(NUMBER, undefined, 9)).toEqual([]);
    await account.poll();
    expect(await account.deadLetters()).toEqual(['unreadable-01']);
    expect(account.heard).toEqual(['1']);
    expect(account.announced).toHaveLength(1);
  });

  it('keeps a row that cannot be read once, however often the store fails to keep its answer', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.unreadable = [unreadable('unreadable-01')];
    const full = new PayamSmsStoreError('full', 'keep the answer of a destructive read');
    jest.spyOn(account.store.inbox, 'keepAnswer').mockRejectedValueOnce(full);
    await account.poll();
    await account.poll();
    expect(account.errors).toEqual([full]);
    expect(account.announced).toHaveLength(1);
  });

  it('reads on after a full page, though it holds rows that cannot be read', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 100; id++) account.service.receive(NUMBER, id, ago(60));
    const read = account.service.getInbox;
    account.service.getInbox = async (number, afterId) => {
      const { texts, unreadable: none } = await read(number, afterId);
      if (texts.length < 90) return { texts, unreadable: none };
      return { texts: texts.slice(1), unreadable: [unreadable('1')] };
    };
    await account.poll();
    expect(account.service.unread.size).toBe(0);
    expect(account.heard).toHaveLength(99);
    expect(await account.deadLetters()).toEqual(['1']);
  });

  it('cuts no read short that marks texts read: its answer would be lost', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    const asked = jest.spyOn(account.service, 'getInbox');
    await account.poll();
    expect(asked.mock.calls).toEqual([[NUMBER]]);
  });

  it('begins behind the last of thousands of kept texts', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 1_500; id++) account.service.receive(NUMBER, id, ago(60));
    await account.poll();
    expect(account.service.asked.at(-1)).toBe('1500');
    expect(account.heard).toHaveLength(1_500);
  });

  it('replays nothing that was read before', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 5; id++) account.service.receive(NUMBER, id, ago(60));
    account.service.unread.delete('2');
    account.service.unread.delete('4');
    await account.run(10_000);
    expect(account.heard).toEqual(['1', '3', '5']);
  });

  it('announces each read to the store, and keeps its answer before it is handled', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(60));
    const steps: string[] = [];
    const { inbox } = account.store;
    for (const step of ['intend', 'keepAnswer', 'startAfter', 'handled'] as const) {
      const real = inbox[step].bind(inbox) as (...values: unknown[]) => Promise<void>;
      jest.spyOn(inbox, step).mockImplementation(async (...values: unknown[]) => {
        steps.push(step);
        return real(...values);
      });
    }
    const read = account.service.getInbox;
    account.service.getInbox = (number, afterId) => {
      steps.push(afterId === undefined ? 'unread read' : 'read by id');
      return read(number, afterId);
    };
    await account.poll();
    expect(steps).toEqual([
      'intend',
      'unread read',
      'keepAnswer',
      'startAfter',
      'read by id',
      'handled',
    ]);
  });

  it('starts in the same way again while the inbox is empty, and replays no history', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(600));
    account.service.unread.clear();
    await account.run(30_000);
    expect(new Set(account.service.asked)).toEqual(new Set([undefined]));
    account.service.receive(NUMBER, 2);
    await account.run(10_000);
    expect(account.heard).toEqual(['2']);
    expect(account.warnings).toEqual([]);
  });

  it('finds a lower id that becomes visible just after it', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(60));
    account.service.receive(NUMBER, 5);
    await account.poll();
    account.service.receive(NUMBER, 4);
    await account.run(10_000);
    expect(account.heard).toEqual(['1', '5', '4']);
  });

  it('goes on when the process died between two of its reads', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 150; id++) account.service.receive(NUMBER, id, ago(60));
    const { inbox } = account.store;
    const real = inbox.intend.bind(inbox);
    const intend = jest.spyOn(inbox, 'intend');
    intend.mockImplementation(async (lease, number, at) => {
      if (intend.mock.calls.length === 2) throw new Error('killed');
      await real(lease, number, at);
    });
    await account.poll();
    expect(account.heard).toEqual([]);
    intend.mockRestore();
    await account.restart();
    await account.poll();
    expect(account.heard).toHaveLength(150);
  });

  it('goes on with what it kept when the process died while it was handled', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 3; id++) account.service.receive(NUMBER, id, ago(60));
    account.behave = ({ id }) => (id === '2' ? new Promise(() => undefined) : undefined);
    void account.poll();
    await jest.advanceTimersByTimeAsync(1_000);
    account.behave = () => undefined;
    await account.restart();
    await account.run(10_000);
    expect(account.heard).toEqual(['1', '2', '3']);
  });
});

describe('an answer to an unread read that was lost', () => {
  it('is warned of, once, with the time from which { since } recovers it', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(30));
    account.service.receive(NUMBER, 2, ago(20));
    account.service.lostAnswer = LOST;
    await account.poll();
    delete account.service.lostAnswer;
    await account.run(60_000);
    expect(account.heard).toEqual([]);
    expect(account.warnings).toHaveLength(1);

    await account.restart({ since: sinceIn(account.warnings[0]) });
    await account.run(10_000);
    expect(account.heard).toEqual(['1', '2']);
  });

  it('came after the inbox was last seen empty', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(60 * 24));
    account.service.unread.clear();
    await account.run(60_000);
    account.service.receive(NUMBER, 2);
    account.service.lostAnswer = LOST;
    await account.run(5_000);
    delete account.service.lostAnswer;
    const since = sinceIn(account.warnings[0]);
    expect(since.getTime()).toBeGreaterThan(NOW.getTime() - 2 * OVERLAP_MS);
    await account.restart({ since });
    await account.run(10_000);
    expect(account.heard).toEqual(['2']);
  });

  it('is warned of after a restart too', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(30));
    const read = account.service.getInbox;
    account.service.getInbox = (number, afterId) =>
      afterId === undefined ? new Promise(() => undefined) : read(number, afterId);
    void account.poll();
    await jest.advanceTimersByTimeAsync(10);
    await read(NUMBER);
    account.service.getInbox = read;
    await account.restart();
    await account.run(10_000);
    expect(account.warnings).toHaveLength(1);
    await account.restart({ since: sinceIn(account.warnings[0]) });
    await account.run(10_000);
    expect(account.heard).toEqual(['1']);
  });

  it('is recovered though reading had gone on from later texts', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.receive(NUMBER, 1, ago(30));
    account.service.lostAnswer = LOST;
    await account.run(1_000);
    delete account.service.lostAnswer;
    account.service.receive(NUMBER, 2);
    await account.run(10_000);
    expect(account.heard).toEqual(['2']);
    const since = sinceIn(account.warnings[0]);
    await account.restart({ since });
    await account.run(1_000);
    expect(account.heard).toEqual(['2', '1']);
    // And once only.
    await account.restart({ since });
    await account.run(OVERLAP_MS);
    expect(account.heard).toEqual(['2', '1']);
  });

  it('lets no more be marked read until answers can be understood', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 200; id++) account.service.receive(NUMBER, id, ago(30));
    const jalali = new PayamSmsUnexpectedAnswerError('getInbox', '[0].date', 'expected Gregorian');
    const read = account.service.getInbox;
    account.service.getInbox = async (number, afterId) => {
      await read(number, afterId);
      throw jalali;
    };
    await account.run(60_000);
    expect(account.service.asked.filter((id) => id === undefined)).toHaveLength(1);
    account.service.getInbox = read;
    await account.run(10_000);
    expect(account.heard).toHaveLength(110);
    await account.restart({ since: sinceIn(account.warnings.at(-1)) });
    await account.run(10_000);
    expect(new Set(account.heard).size).toBe(200);
  });

  it('is none when the service said no', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    account.service.failure = new PayamSmsApiError('getInbox', { status: 403 });
    await account.poll();
    delete account.service.failure;
    await account.restart();
    await account.poll();
    expect(account.warnings).toEqual([]);
  });
});
