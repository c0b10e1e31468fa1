import type { ListenerFailure } from '../../lib/events/describe-failure.js';
import { describe, expect, it, jest } from '@jest/globals';
import type { PayamSmsError } from '../../lib/errors/payamsms.error.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { deferred } from '../support/deferred.js';
import { DELIVERED, setUpDesk } from './support/desk.js';
import { listenerFailure } from '../support/listener-failure.js';

const someIds = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
const outage = () => new PayamSmsTransportError('getStatus', { cause: new Error('reset') });
const turn = () => new Promise(setImmediate);

async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + 4_000;
  while (!(await holds())) {
    if (performance.now() > endMs) throw new Error('It never came to pass');
    await turn();
  }
}

describe('following a message', () => {
  it('tells each change of its state once, and the last as final', async () => {
    const { desk, words, follow, advance, news, store } = await setUpDesk();
    await follow(['s1']);
    words.set('s1', 'Pending In Queue');
    expect(await desk.poll()).toBe(0);
    advance(10_000);
    expect(await desk.poll()).toBe(1);
    expect(news()).toEqual(['s1 queued']);
    words.set('s1', 'Pending');
    advance(59_999);
    expect(await desk.poll()).toBe(0);
    advance(1);
    await desk.poll();
    expect(news()).toEqual(['s1 pending']);
    words.set('s1', DELIVERED);
    advance(300_000);
    await desk.poll();
    expect(news()).toEqual(['s1 delivered!']);
    expect(await store.count()).toBe(0);
  });

  it('asks for one that is not found along the ladder, and then ends', async () => {
    const { desk, follow, advance, news, calls, store } = await setUpDesk();
    await follow(['s1']);
    for (const ms of [10_000, 60_000, 300_000]) {
      expect(news()).toEqual([]);
      advance(ms);
      await desk.poll();
    }
    expect(calls).toHaveLength(3);
    expect(news()).toEqual(['s1 other!']);
    expect(await store.count()).toBe(0);
  });

  it('shares calls among all that is due, with no more than there are places', async () => {
    const set = await setUpDesk({ batchSize: 250, maxConcurrency: 3 });
    await set.follow(someIds(10_001));
    let most = 0;
    let asking = 0;
    const answer = set.ask.getMockImplementation()!;
    set.ask.mockImplementation(async (ids, by) => {
      most = Math.max(most, ++asking);
      await turn();
      asking--;
      return answer(ids, by);
    });
    for (const id of someIds(10_001)) set.words.set(id, DELIVERED);
    set.advance(10_000);
    expect(await set.desk.poll()).toBe(10_001);
    expect(set.calls).toHaveLength(41);
    expect(most).toBe(3);
    expect(new Set(set.told.map(({ serverId }) => serverId)).size).toBe(10_001);
    expect(await set.store.count()).toBe(0);
  });

  it('follows each message that bears a customerId by itself', async () => {
    const { desk, words, bearers, follow, advance, told, news, store } = await setUpDesk();
    await follow(['mine', 'nobodys'], 'customerId');
    bearers.set('mine', ['s1', 's2']);
    words.set('s1', DELIVERED).set('s2', 'Pending');
    advance(10_000);
    expect(await desk.poll()).toBe(2);
    expect(told.map(({ customerId }) => customerId)).toEqual(['mine', 'mine']);
    expect(news().toSorted()).toEqual(['s1 delivered!', 's2 pending']);
    expect(await store.count()).toBe(2);

    for (const ms of [60_000, 300_000]) {
      advance(ms);
      await desk.poll();
    }
    expect(news().toSorted()).toEqual(['nobodys other!', 's2 other!']);
    expect(await store.count()).toBe(0);
  });
});

describe('a listener', () => {
  it('that fails is called again after growing waits, while others go on', async () => {
    const { desk, words, follow, advance, emit, news, dueInMs, refused } = await setUpDesk();
    await follow(['bad', 'good']);
    words.set('bad', DELIVERED).set('good', DELIVERED);
    const tell = emit.getMockImplementation()!;
    emit.mockImplementation(async (update) =>
      update.serverId === 'bad' ? [listenerFailure(new Error('no'))] : tell(update),
    );
    advance(10_000);
    expect(await desk.poll()).toBe(1);
    expect(news()).toEqual(['good delivered!']);
    for (const waitMs of [1_000, 5_000, 30_000]) {
      expect(await dueInMs()).toBe(waitMs);
      advance(waitMs);
      expect(await desk.poll()).toBe(0);
    }
    expect(refused.map(({ id }) => id)).toEqual(Array<string>(4).fill('bad'));
    expect(refused[0]!.errors).toEqual([listenerFailure(new Error('no'))]);
    emit.mockImplementation(tell);
    advance(120_000);
    expect(await desk.poll()).toBe(1);
    expect(news()).toEqual(['bad delivered!']);
  });

  it('that hangs holds up nobody else, not even what becomes due meanwhile', async () => {
    const { desk, words, follow, advance, emit, news, store } = await setUpDesk();
    const end = deferred<readonly ListenerFailure[]>();
    await follow(['hangs', ...someIds(1_000)]);
    for (const id of ['hangs', 'later', ...someIds(1_000)]) words.set(id, DELIVERED);
    const tell = emit.getMockImplementation()!;
    emit.mockImplementation((update) => (update.serverId === 'hangs' ? end.promise : tell(update)));
    advance(10_000);
    const polled = desk.poll();
    await eventually(async () => (await store.count()) === 1);
    expect(news()).toHaveLength(1_000);

    await follow(['later']);
    advance(10_000);
    await eventually(async () => (await store.count()) === 1);
    expect(news()).toEqual(['later delivered!']);

    end.resolve([]);
    expect(await polled).toBe(1_002);
    expect(await store.count()).toBe(0);
  });

  it('that fails for everybody ends the poll, before all are asked for in vain', async () => {
    const { desk, follow, words, advance, emit, calls } = await setUpDesk();
    await follow(someIds(20_000));
    for (const id of someIds(20_000)) words.set(id, DELIVERED);
    emit.mockImplementation(async () => [listenerFailure(new Error('database down'))]);
    advance(10_000);
    expect(await desk.poll()).toBe(0);
    expect(calls.length).toBeLessThan(10);
  });

  it('that is slow has a bounded number of messages wait for it', async () => {
    const { desk, follow, words, advance, emit, calls } = await setUpDesk();
    await follow(someIds(9_000));
    for (const id of someIds(9_000)) words.set(id, DELIVERED);
    const tell = emit.getMockImplementation()!;
    const end = deferred();
    emit.mockImplementation(async (update) => {
      await end.promise;
      return tell(update);
    });
    advance(10_000);
    const polled = desk.poll();
    await eventually(() => calls.length === 16);
    for (let i = 0; i < 10; i++) await turn();
    expect(calls.flat()).toHaveLength(4_000);
    end.resolve();
    expect(await polled).toBe(9_000);
  });
});

describe('a service', () => {
  it('that does not answer one call is asked again for its messages, and at once for the others', async () => {
    const { desk, follow, words, advance, faults, news, dueInMs } = await setUpDesk({
      batchSize: 2,
      maxConcurrency: 1,
    });
    await follow(someIds(4));
    for (const id of someIds(4)) words.set(id, DELIVERED);
    faults.push(outage());
    advance(10_000);
    await expect(desk.poll()).rejects.toThrow(PayamSmsTransportError);
    const first = news();
    expect(first).toHaveLength(2);
    expect(await dueInMs()).toBe(1_000);
    advance(1_000);
    expect(await desk.poll()).toBe(2);
    expect(new Set([...first, ...news()]).size).toBe(4);
  });

  it.each([
    ['that is away', outage, 3],
    [
      'that asks to wait',
      () =>
        new PayamSmsTransportError('getStatus', { cause: new Error('429'), retryAfterMs: 90_000 }),
      1,
    ],
    [
      'that refuses the login',
      () => new PayamSmsAuthenticationError('The login was refused', { status: 401 }),
      1,
    ],
  ])('%s is not asked for all', async (_, fault, count) => {
    const set = await setUpDesk({ batchSize: 10, maxConcurrency: 1 });
    await set.follow(someIds(1_000));
    set.faults.push(...Array.from<unknown, PayamSmsError>({ length: 100 }, fault));
    set.advance(10_000);
    await expect(set.desk.poll()).rejects.toThrow(fault().message);
    expect(set.calls).toHaveLength(count);
    expect(await set.store.count()).toBe(1_000);
  });

  it('that asks to wait is not asked for these messages before', async () => {
    const { desk, follow, faults, advance, dueInMs } = await setUpDesk();
    await follow(['s1']);
    faults.push(
      new PayamSmsTransportError('getStatus', { cause: new Error('503'), retryAfterMs: 90_000 }),
    );
    advance(10_000);
    await expect(desk.poll()).rejects.toThrow('getStatus');
    expect(await dueInMs()).toBe(90_000);
  });

  it('that is asked in an unheard-of way loses nothing', async () => {
    const { desk, follow, ask, advance, words, news } = await setUpDesk();
    await follow(['s1']);
    words.set('s1', DELIVERED);
    advance(10_000);
    ask.mockRejectedValueOnce(new RangeError('a bug'));
    await expect(desk.poll()).rejects.toThrow('a bug');
    expect(await desk.poll()).toBe(1);
    expect(news()).toEqual(['s1 delivered!']);
  });
});

describe('a store', () => {
  const full = new PayamSmsStoreError('full', 'record delivery states');

  it('that cannot write is asked again, and no listener is called twice for it', async () => {
    const { desk, follow, words, advance, store, news, calls } = await setUpDesk();
    await follow(someIds(3));
    for (const id of someIds(3)) words.set(id, DELIVERED);
    const record = jest.spyOn(store, 'record').mockRejectedValue(full);
    advance(10_000);
    await expect(desk.poll()).rejects.toThrow(full);
    await expect(desk.poll()).rejects.toThrow(full);
    expect(news()).toHaveLength(3);
    record.mockRestore();
    expect(await desk.poll()).toBe(0);
    expect(news()).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(await store.count()).toBe(0);
  });

  it('that cannot write takes no more in hand', async () => {
    const { desk, follow, words, advance, store, told, calls } = await setUpDesk();
    await follow(someIds(20_000));
    for (const id of someIds(20_000)) words.set(id, DELIVERED);
    jest.spyOn(store, 'record').mockRejectedValue(full);
    advance(10_000);
    await expect(desk.poll()).rejects.toThrow(full);
    expect(told.length).toBeLessThan(13_000);
    const asked = calls.length;
    await expect(desk.poll()).rejects.toThrow(full);
    expect(calls).toHaveLength(asked);
  });

  it.each(['due', 'follow'] as const)('whose %s fails loses nothing', async (method) => {
    const { desk, follow, bearers, words, advance, store, news } = await setUpDesk();
    await follow(['mine'], 'customerId');
    bearers.set('mine', ['s1']);
    words.set('s1', DELIVERED);
    advance(10_000);
    jest.spyOn(store, method).mockRejectedValueOnce(full);
    await expect(desk.poll()).rejects.toThrow(full);
    expect(await desk.poll()).toBe(1);
    expect(news()).toEqual(['s1 delivered!']);
  });

  it('that has given the duty to another writes nothing of what is in hand here', async () => {
    const { desk, newDesk, lease, leases, follow, words, advance, store, emit } = await setUpDesk();
    await follow(['s1']);
    words.set('s1', DELIVERED);
    const end = deferred<readonly ListenerFailure[]>();
    emit.mockImplementationOnce(() => end.promise);
    advance(10_000);
    const polled = desk.poll();
    await eventually(() => emit.mock.calls.length > 0);
    await lease.release();
    const other = newDesk(await leases.acquire('delivery'));
    end.resolve([]);
    await expect(polled).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(await store.count()).toBe(1);
    // At least once.
    expect(await other.poll()).toBe(1);
    expect(await store.count()).toBe(0);
  });
});

describe('a desk that is stopped', () => {
  it('finishes with listeners that run and puts the others back', async () => {
    const { desk, follow, words, advance, store, emit } = await setUpDesk();
    await follow(someIds(300));
    for (const id of someIds(300)) words.set(id, DELIVERED);
    const end = deferred<readonly ListenerFailure[]>();
    emit.mockImplementation(() => end.promise);
    advance(10_000);
    const polled = desk.poll();
    await eventually(() => emit.mock.calls.length > 0);
    const stopped = desk.stop();
    end.resolve([]);
    await stopped;
    await polled;
    expect(emit).toHaveBeenCalledTimes(64);
    expect(await store.count()).toBe(300 - 64);
  });

  it('waits for no answer', async () => {
    const { desk, follow, advance, store, ask } = await setUpDesk();
    await follow(['s1']);
    advance(10_000);
    const answer = deferred<never>();
    ask.mockImplementation(() => answer.promise);
    const polled = desk.poll();
    await eventually(() => ask.mock.calls.length > 0);
    await desk.stop();
    expect(await polled).toBe(0);
    expect(await store.count()).toBe(1);
  });

  it('polls no more', async () => {
    const { desk, follow, advance, calls } = await setUpDesk();
    await follow(['s1']);
    advance(10_000);
    await desk.stop();
    expect(await desk.poll()).toBe(0);
    expect(calls).toEqual([]);
  });
});
