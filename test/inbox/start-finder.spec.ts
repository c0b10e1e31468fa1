import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeAccount, OVERLAP_MS } from './support/fake-account.js';

const NUMBER = '98200';
const NOW = new Date('2026-11-01T12:00:00Z');
const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'], now: NOW }));
afterEach(() => void jest.useRealTimers());

describe('a start', () => {
  it.each([
    ['all', ['1', '2', '3']],
    ['now', []],
    [{ afterId: '1' }, ['2', '3']],
    [{ since: new Date(NOW.getTime() - 25 * 60_000) }, ['2', '3']],
    [{ since: new Date(NOW.getTime() + 60_000) }, []],
  ] as const)('from %j marks nothing read', async (startFrom, heard) => {
    const account = await FakeAccount.open({ startFrom });
    for (const id of [1, 2, 3]) account.service.receive(NUMBER, id, ago(40 - 10 * id));
    await account.run(10_000);
    expect(account.heard).toEqual(heard);
    expect(account.service.asked).not.toContain(undefined);
    account.service.receive(NUMBER, 4);
    await account.run(10_000);
    expect(account.heard).toEqual([...heard, '4']);
  });

  it('from now hands over all that comes, where there was nothing yet', async () => {
    const account = await FakeAccount.open({ startFrom: 'now' });
    await account.run(10_000);
    account.service.receive(NUMBER, 1);
    await account.run(10_000);
    expect(account.heard).toEqual(['1']);
    expect(account.service.asked).not.toContain(undefined);
  });

  it('since an instant passes over what is older, whatever its id', async () => {
    const account = await FakeAccount.open({ startFrom: { since: ago(25) } });
    account.service.receive(NUMBER, 1, ago(30));
    account.service.receive(NUMBER, 2, ago(20));
    account.service.receive(NUMBER, 3, ago(28));
    await account.run(3 * OVERLAP_MS);
    expect(account.heard).toEqual(['2']);
  });

  it('is made once: later ones go on where the last ended', async () => {
    const account = await FakeAccount.open({ startFrom: 'all' });
    account.service.receive(NUMBER, 1);
    await account.run(2 * OVERLAP_MS);
    await account.restart('unread');
    await account.run(10_000);
    expect(account.heard).toEqual(['1']);
    expect((await account.store.inbox.position(NUMBER))!.cursor).toBe('1');
  });
});
