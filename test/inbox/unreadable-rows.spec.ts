import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { UnreadableSms } from '../../lib/api/api.types.js';
import { Lines } from './support/lines.js';

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
      const lines = await Lines.open({ startFrom: 'all' });
      lines.service.receive(NUMBER, 1);
      lines.service.unreadable = [unreadable(id)];
      lines.service.receive(NUMBER, 3);
      await lines.run(60_000);
      lines.service.receive(NUMBER, 4);
      await lines.run(60_000);
      expect(lines.heard).toEqual(['1', '3', '4']);
      expect(await lines.setAside()).toEqual([id]);
      expect(lines.announced).toMatchObject([
        { sms: { id, body: 'hello' }, error: 'date: expected a date, got null', attempts: 0 },
      ]);
      expect(lines.errors).toEqual([]);
    },
  );

  it('is not set aside again after a restart, nor after it was forgotten', async () => {
    const lines = await Lines.open({ startFrom: 'all' });
    lines.service.unreadable = [unreadable('unreadable-01'), unreadable('7')];
    await lines.run(30_000);
    await lines.restart();
    await lines.run(30_000);
    expect(lines.announced).toHaveLength(2);
    for (const id of await lines.setAside()) await lines.store.inbox.forget(id);
    await lines.run(30_000);
    expect(await lines.setAside()).toEqual([]);
    await lines.restart();
    await lines.run(30_000);
    expect(await lines.setAside()).toEqual([]);
    expect(lines.announced).toHaveLength(2);
  });

  it('is not set aside where its text was read before, and waits', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1);
    const read = lines.service.getInbox;
    lines.service.getInbox = async (number, afterId) => {
      const answer = await read(number, afterId);
      if (afterId === undefined) return answer;
      return { texts: [], unreadable: [unreadable('1')] };
    };
    await lines.run(30_000);
    expect(lines.heard).toEqual(['1']);
    expect(await lines.setAside()).toEqual([]);
  });

  it('costs none of the others of a destructive read', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    for (const id of [1, 2, 3]) lines.service.receive(NUMBER, id);
    lines.service.unreadable = [unreadable('unreadable-01')];
    await lines.run(30_000);
    expect(lines.heard).toEqual(['1', '2', '3']);
    expect(await lines.setAside()).toEqual(['unreadable-01']);
  });
});
