import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { CLOSED_CIRCUIT } from '../../lib/inbox/circuit-breaker.js';
import { deferred } from '../support/deferred.js';
import { FakeAccount, OVERLAP_MS, refusing } from './support/fake-account.js';

const NUMBER = '98200';

beforeEach(
  () =>
    void jest.useFakeTimers({ doNotFake: ['setImmediate'], now: new Date('2026-11-01T12:00:00Z') }),
);
afterEach(() => void jest.useRealTimers());

describe('an inbox reader', () => {
  it('asks for the same id until the overlap is over, and hands nothing over twice', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2, 3]) account.service.receive(NUMBER, id);
    await account.run(OVERLAP_MS - 1_000);
    expect(new Set(account.service.asked)).toEqual(new Set(['0']));
    await account.run(20_000);
    expect(account.service.asked.at(-1)).toBe('3');
    expect(account.heard).toEqual(['1', '2', '3']);
    expect(await account.store.inbox.position(NUMBER)).toEqual({ cursor: '3' });
  });

  it('hands over a lower id that becomes visible after a higher one', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 5);
    await account.run(50_000);
    account.service.receive(NUMBER, 4);
    await account.run(10_000);
    expect(account.heard).toEqual(['5', '4']);
  });

  it('asks for the id below a text that is tried again, however long ago higher ones were handled', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 5);
    await account.run(50_000);
    account.service.receive(NUMBER, 4);
    account.behave = refusing(4);
    await account.run(5 * OVERLAP_MS);
    account.behave = () => undefined;
    await account.restart();
    await account.run(1_000);
    expect(account.heard).toEqual(['5', '4']);
  });

  it('moves on only when every listener has resolved', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 1);
    const listener = deferred();
    account.behave = () => listener.promise;
    const polled = account.poll();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await account.unhandled()).toEqual(['1']);
    listener.resolve();
    expect(await polled).toBe(1);
    expect(await account.unhandled()).toEqual([]);
  });

  it('hands a text over again when the process died before that was stored', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    account.behave = ({ id }) => (id === '2' ? new Promise(() => undefined) : undefined);
    void account.poll();
    await jest.advanceTimersByTimeAsync(1_000);
    account.behave = () => undefined;
    await account.restart();
    await account.poll();
    expect(account.heard).toEqual(['1', '2']);
  });

  it('calls no listener twice when only the commit failed', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    const failure = new PayamSmsStoreError('full', 'remember a handled text');
    jest.spyOn(account.store.inbox, 'handled').mockRejectedValueOnce(failure);
    await account.run(10_000);
    expect(account.errors).toEqual([failure]);
    expect(account.calls).toEqual(['1', '2']);
  });

  it('calls no listener twice when the commit failed and an earlier text is tried again', async () => {
    const account = await FakeAccount.open({ maxAttempts: 1 });
    for (const id of [1, 2, 3]) account.service.receive(NUMBER, id);
    const failure = new PayamSmsStoreError('full', 'remember a handled text');
    jest.spyOn(account.store.inbox, 'handled').mockRejectedValueOnce(failure);
    account.behave = refusing(1);
    await account.poll();
    expect(account.errors).toEqual([failure]);
    account.behave = () => undefined;
    await account.poll();
    expect(account.calls).toEqual(['1', '2', '1', '3']);
    expect(await account.unhandled()).toEqual([]);
  });

  it('commits a text that is handled though the app ends', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 1);
    const listener = deferred();
    account.behave = () => listener.promise;
    const polled = account.poll();
    await jest.advanceTimersByTimeAsync(10);
    void account.tasks[0]!.stop();
    listener.resolve();
    await polled;
    expect(await account.unhandled()).toEqual([]);
  });

  it('goes on from the attempts of an earlier process though the app has recovered before', async () => {
    const account = await FakeAccount.open();
    account.circuit.current = { ...CLOSED_CIRCUIT, recoveries: 1 };
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    await account.store.inbox.attempted(account.lease, NUMBER, '1', 4);
    account.behave = refusing(1);
    await account.poll();
    expect(account.calls).toEqual(['1', '2', '1']);
    expect(await account.deadLetters()).toEqual(['1']);
  });

  it('reads all pages of kept texts in one run', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 2_500; id++) account.service.receive(NUMBER, id);
    expect(await account.poll()).toBe(2_500);
    expect(account.heard).toEqual(Array.from({ length: 2_500 }, (_, index) => String(index + 1)));
    expect(account.tasks[0]!.nextRunInMs()).toBeUndefined();
  });

  it('goes on at once with the kept texts that are left when a page could not be read', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 1_500; id++) account.service.receive(NUMBER, id);
    account.behave = ({ id }) => {
      if (id === '1000') account.service.failure = new Error('down');
    };
    await account.poll();
    expect(account.heard).toHaveLength(1_000);
    expect(account.tasks[0]!.nextRunInMs()).toBe(0);
    delete account.service.failure;
    await account.poll();
    expect(account.heard).toHaveLength(1_500);
  });

  it('waits with a failed text though its failure could not be stored', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 1);
    account.behave = refusing(1);
    const failure = new PayamSmsStoreError('full', 'count an attempt');
    jest.spyOn(account.store.inbox, 'attempted').mockRejectedValue(failure);
    await account.run(5_500);
    expect(account.calls).toHaveLength(2);
    account.behave = () => undefined;
    await account.run(1_000);
    expect(account.heard).toEqual(['1']);
  });

  it('goes on where it was when the service works again', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 1);
    account.service.failure = new Error('down');
    await account.run(60_000);
    expect(account.service.asked.length).toBeLessThanOrEqual(7);
    delete account.service.failure;
    await account.run(10_000);
    expect(account.heard).toEqual(['1']);
  });

  it('fetches nothing while there is no listener', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 1);
    account.listening = false;
    await account.run(30 * 60_000);
    expect(account.service.asked).toEqual([]);
    account.listening = true;
    await account.run(10_000);
    expect(account.heard).toEqual(['1']);
  });

  it('stops before the next text when the last listener leaves', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    account.behave = () => {
      account.listening = false;
    };
    await account.poll();
    expect(await account.unhandled()).toEqual(['2']);
  });

  it('finishes the text under way when it is stopped, and takes no other', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    const listener = deferred();
    account.behave = () => listener.promise;
    const polled = account.poll();
    await jest.advanceTimersByTimeAsync(10);
    void account.tasks[0]!.stop();
    listener.resolve();
    expect(await polled).toBe(1);
    expect(account.calls).toEqual(['1']);
    expect(await account.poll()).toBe(0);
  });

  it('forgets what it had read when another process had the lease meanwhile', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    account.behave = refusing(1);
    await account.poll();
    await account.lease.release();
    const other = (await account.store.acquire('inbox:98200'))!;
    await account.store.inbox.handled(other, NUMBER, ['1']);
    await other.release();
    account.lease = (await account.store.acquire('inbox:98200'))!;
    account.behave = () => undefined;
    await account.poll();
    expect(account.heard).toEqual(['2']);
  });

  it('lets the rest of the app have its turn in a backlog that waits for nothing', async () => {
    const account = await FakeAccount.open();
    for (let id = 1; id <= 1_000; id++) account.service.receive(NUMBER, id);
    const heardAtTurn: number[] = [];
    const turn = (): void => {
      heardAtTurn.push(account.heard.length);
      if (account.heard.length < 1_000) setImmediate(turn);
    };
    setImmediate(turn);
    await account.poll();
    expect(heardAtTurn.length).toBeGreaterThanOrEqual(20);
  });

  it('keeps ids of nineteen digits apart, and orders them by their value', async () => {
    const account = await FakeAccount.open();
    for (const id of ['9223372036854775807', '9223372036854775806', '99']) {
      account.service.receive(NUMBER, id);
    }
    await account.poll();
    expect(account.heard).toEqual(['99', '9223372036854775806', '9223372036854775807']);
  });

  it('passes over what the service repeats', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 7);
    account.service.receive(NUMBER, 7);
    await account.poll();
    expect(account.heard).toEqual(['7']);
  });

  it('asks the store once a lease for each id that it did not handle itself', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    await account.run(10_000);
    await account.restart();
    const asked = jest.spyOn(account.store.inbox, 'unhandled');
    await account.run(20_000);
    account.service.receive(NUMBER, 3);
    await account.run(20_000);
    expect(asked.mock.calls).toEqual([
      [NUMBER, ['1', '2']],
      [NUMBER, ['3']],
    ]);
    expect(account.heard).toEqual(['1', '2', '3']);
  });

  it('calls nothing under a lease that may be another process’s by now', async () => {
    const account = await FakeAccount.open();
    for (const id of [1, 2, 3]) account.service.receive(NUMBER, id);
    const { lease } = account;
    let isHeld = true;
    account.lease = { ...lease, isHeld: () => isHeld };
    account.behave = ({ id }) => {
      if (id === '2') isHeld = false;
    };
    await account.poll();
    expect(account.calls).toEqual(['1', '2']);
    expect(account.errors).toMatchObject([{ reason: 'lease-lost' }]);
    account.lease = lease;
    await account.poll();
    expect(account.heard).toEqual(['1', '2', '3']);
  });

  it('reads no more once another process is to go on, and hands over what it has read', async () => {
    const account = await FakeAccount.open();
    account.service.receive(NUMBER, 1);
    let isWanted = false;
    account.lease = { ...account.lease, isWanted: () => isWanted };
    account.behave = () => void (isWanted = true);
    await account.poll();
    account.service.receive(NUMBER, 2);
    await account.poll();
    expect(account.heard).toEqual(['1']);
    isWanted = false;
    await account.run(10_000);
    expect(account.heard).toEqual(['1', '2']);
  });

  it('takes thousands of kept texts in pages, and hands them over in order', async () => {
    const account = await FakeAccount.open({ startFrom: 'unread' });
    for (let id = 1; id <= 2_500; id++) {
      account.service.receive(NUMBER, id, new Date(Date.now() - 10 * OVERLAP_MS));
    }
    const kept = jest.spyOn(account.store.inbox, 'kept');
    account.behave = refusing(1_700);
    await account.poll();
    account.service.receive(NUMBER, 2_501);
    account.behave = () => undefined;
    await account.run(60_000);
    expect(account.heard).toEqual(Array.from({ length: 2_501 }, (_, index) => String(index + 1)));
    expect(kept.mock.calls.every(([, , limit]) => limit <= 1_000)).toBe(true);
    expect(await account.store.inbox.kept(NUMBER, undefined, 1)).toEqual([]);
  });
});

/** What the store was told, in order. */
function record(account: FakeAccount): string[] {
  const told: string[] = [];
  const { inbox } = account.store;
  for (const name of ['handled', 'advance', 'attempted', 'addDeadLetter'] as const) {
    const call = inbox[name].bind(inbox) as (...args: unknown[]) => Promise<void>;
    jest.spyOn(inbox, name).mockImplementation(async (...args: unknown[]) => {
      const what: unknown = args[2];
      const ids = Array.isArray(what) ? `${what[0]}-${what.at(-1)}` : '';
      told.push(`${name} ${ids}`.trim());
      await call(...args);
    });
  }
  return told;
}

describe('an inbox reader on a store over a network', () => {
  it('commits what was handled many at a time', async () => {
    const account = await FakeAccount.open({ isStoreRemote: true });
    for (let id = 1; id <= 60; id++) {
      account.service.receive(NUMBER, id, new Date(Date.now() - 10 * OVERLAP_MS));
    }
    const told = record(account);
    expect(await account.poll()).toBe(60);
    expect(told).toEqual(['handled 1-25', 'handled 26-50', 'handled 51-60']);
  });

  it('commits before an attempt is counted, and before a dead letter is added', async () => {
    const account = await FakeAccount.open({ isStoreRemote: true, maxAttempts: 1 });
    for (const id of [1, 2, 3, 4]) account.service.receive(NUMBER, id);
    account.behave = refusing(3);
    const told = record(account);
    await account.run(30_000);
    expect(told.slice(0, 4)).toEqual(['handled 1-2', 'attempted', 'handled 4-4', 'addDeadLetter']);
  });

  it('commits at the end of a run that fails, so that nothing is handed over twice', async () => {
    const account = await FakeAccount.open({ isStoreRemote: true });
    for (const id of [1, 2]) account.service.receive(NUMBER, id);
    account.behave = ({ id }) => {
      if (id === '2') account.service.failure = new Error('the service is away');
    };
    const told = record(account);
    await account.poll();
    expect(told).toContain('handled 1-2');
    account.service.failure = undefined;
    await account.restart();
    await account.poll();
    expect(account.heard).toEqual(['1', '2']);
  });

  it('hands over at most 50 while the store is away, and commits them before anything else', async () => {
    const account = await FakeAccount.open({ isStoreRemote: true });
    for (let id = 1; id <= 80; id++) account.service.receive(NUMBER, id);
    const away = new PayamSmsStoreError('unavailable', 'remember handled texts');
    const handled = jest.spyOn(account.store.inbox, 'handled').mockRejectedValue(away);
    await account.run(30_000);
    expect(account.heard).toHaveLength(50);
    handled.mockRestore();
    await account.run(10_000);
    expect(account.heard).toEqual(Array.from({ length: 80 }, (_, index) => String(index + 1)));
    expect(await account.unhandled()).toEqual([]);
  });
});
