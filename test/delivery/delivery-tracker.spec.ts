import type { ListenerFailure } from '../../lib/events/describe-failure.js';
import { describe, expect, it, jest } from '@jest/globals';
import type { PayamSmsError } from '../../lib/errors/payamsms.error.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { deferred } from '../support/deferred.js';
import { untilCalled } from '../support/until-called.js';
import { until } from '../support/waiting.js';
import { CLOCK_AHEAD_MS, DELIVERED, setUpTracker } from './support/tracker.js';
import { listenerFailure } from '../support/listener-failure.js';

const someIds = (count: number) => Array.from({ length: count }, (_, i) => `s${i}`);
const outage = () => new PayamSmsTransportError('getStatus', { cause: new Error('reset') });
const turn = () => new Promise(setImmediate);

describe('following a message', () => {
  it('tells each change of its state once, and the last as final', async () => {
    const { tracker, words, follow, advance, news, count } = await setUpTracker();
    await follow(['s1']);
    words.set('s1', 'Pending In Queue');
    expect(await tracker.run()).toBe(0);
    advance(10_000);
    expect(await tracker.run()).toBe(1);
    expect(news()).toEqual(['s1 queued']);
    words.set('s1', 'Pending');
    advance(59_999);
    expect(await tracker.run()).toBe(0);
    advance(1);
    await tracker.run();
    expect(news()).toEqual(['s1 pending']);
    words.set('s1', DELIVERED);
    advance(300_000);
    await tracker.run();
    expect(news()).toEqual(['s1 delivered!']);
    expect(await count()).toBe(0);
  });

  it('asks for one that is not found along the ladder, and then ends', async () => {
    const { tracker, follow, advance, news, calls, count } = await setUpTracker();
    await follow(['s1']);
    for (const ms of [10_000, 60_000, 300_000]) {
      expect(news()).toEqual([]);
      advance(ms);
      await tracker.run();
    }
    expect(calls).toHaveLength(3);
    expect(news()).toEqual(['s1 other!']);
    expect(await count()).toBe(0);
  });

  it('shares calls among all that is due, with no more than there are places', async () => {
    const set = await setUpTracker({ batchSize: 250, maxConcurrency: 3 });
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
    expect(await set.tracker.run()).toBe(10_001);
    expect(set.calls).toHaveLength(41);
    expect(most).toBe(3);
    expect(new Set(set.emitted.map(({ serverId }) => serverId)).size).toBe(10_001);
    expect(await set.count()).toBe(0);
  });

  it('follows each message that bears a customerId by itself', async () => {
    const { tracker, words, serverIdsOf, follow, advance, emitted, news, count } =
      await setUpTracker();
    await follow(['mine', 'nobodys'], 'customerId');
    serverIdsOf.set('mine', ['s1', 's2']);
    words.set('s1', DELIVERED).set('s2', 'Pending');
    advance(10_000);
    expect(await tracker.run()).toBe(2);
    expect(emitted.map(({ customerId }) => customerId)).toEqual(['mine', 'mine']);
    expect(news().toSorted()).toEqual(['s1 delivered!', 's2 pending']);
    expect(await count()).toBe(2);

    for (const ms of [60_000, 300_000]) {
      advance(ms);
      await tracker.run();
    }
    expect(news().toSorted()).toEqual(['nobodys other!', 's2 other!']);
    expect(await count()).toBe(0);
  });

  it('finds in the same run the messages that replace an id of the caller, whatever their ids', async () => {
    const { tracker, ask, words, serverIdsOf, follow, advance, news } = await setUpTracker();
    // Due at the same instant as those that replace the other will be.
    await follow(['mine'], 'customerId');
    await follow(['s9']);
    serverIdsOf.set('mine', ['s1']);
    words.set('s1', DELIVERED).set('s9', DELIVERED);
    advance(10_000);
    // s9 is read before it is known which messages have the id.
    const answer = ask.getMockImplementation()!;
    ask.mockImplementation(async (ids, by) => {
      if (by === 'customerId') while (ask.mock.calls.length < 2) await turn();
      return answer(ids, by);
    });
    expect(await tracker.run()).toBe(2);
    expect(news().toSorted()).toEqual(['s1 delivered!', 's9 delivered!']);
  });

  it('gives the instant of the answer by the system’s clock', async () => {
    const { tracker, words, follow, advance, emitted, now } = await setUpTracker();
    await follow(['s1']);
    words.set('s1', DELIVERED);
    advance(10_000);
    await tracker.run();
    expect(emitted[0]!.at).toEqual(new Date(now().getTime() - CLOCK_AHEAD_MS));
  });
});

describe('a listener', () => {
  it('that fails is called again after growing waits, while others go on', async () => {
    const { tracker, words, follow, advance, emit, news, dueInMs, logger } = await setUpTracker();
    await follow(['bad', 'good']);
    words.set('bad', DELIVERED).set('good', DELIVERED);
    const resolve = emit.getMockImplementation()!;
    emit.mockImplementation(async (update) =>
      update.serverId === 'bad' ? [listenerFailure(new Error('no'))] : resolve(update),
    );
    advance(10_000);
    expect(await tracker.run()).toBe(1);
    expect(news()).toEqual(['good delivered!']);
    for (const waitMs of [1_000, 5_000, 30_000]) {
      expect(await dueInMs()).toBe(waitMs);
      advance(waitMs);
      expect(await tracker.run()).toBe(0);
    }
    expect(logger.error.mock.calls).toEqual(
      Array.from({ length: 4 }, () => [
        'Listeners of payamsms.delivery failed for bad; they are called again after a while. The last failure: 1 failed',
      ]),
    );
    emit.mockImplementation(resolve);
    advance(120_000);
    expect(await tracker.run()).toBe(1);
    expect(news()).toEqual(['bad delivered!']);
  });

  it('that hangs holds up nobody else, not even what becomes due meanwhile', async () => {
    const { tracker, words, follow, advance, emit, news, count } = await setUpTracker();
    const end = deferred<readonly ListenerFailure[]>();
    await follow(['hangs', ...someIds(1_000)]);
    for (const id of ['hangs', 'later', ...someIds(1_000)]) words.set(id, DELIVERED);
    const resolve = emit.getMockImplementation()!;
    emit.mockImplementation((update) =>
      update.serverId === 'hangs' ? end.promise : resolve(update),
    );
    advance(10_000);
    const ended = tracker.run();
    await until('one is left', async () => (await count()) === 1);
    expect(news()).toHaveLength(1_000);

    await follow(['later']);
    advance(10_000);
    await until('one is left', async () => (await count()) === 1);
    expect(news()).toEqual(['later delivered!']);

    end.resolve([]);
    expect(await ended).toBe(1_002);
    expect(await count()).toBe(0);
  });

  it('that fails for everybody ends the poll, before all are asked for in vain', async () => {
    const { tracker, follow, words, advance, emit, calls } = await setUpTracker();
    await follow(someIds(20_000));
    for (const id of someIds(20_000)) words.set(id, DELIVERED);
    emit.mockImplementation(async () => [listenerFailure(new Error('database down'))]);
    advance(10_000);
    expect(await tracker.run()).toBe(0);
    expect(calls.length).toBeLessThan(10);
  });

  it('that is slow has a bounded number of messages wait for it', async () => {
    const { tracker, follow, words, advance, emit, calls } = await setUpTracker();
    await follow(someIds(9_000));
    for (const id of someIds(9_000)) words.set(id, DELIVERED);
    const resolve = emit.getMockImplementation()!;
    const end = deferred();
    emit.mockImplementation(async (update) => {
      await end.promise;
      return resolve(update);
    });
    advance(10_000);
    const ended = tracker.run();
    await until('16 calls are made', () => calls.length === 16);
    for (let i = 0; i < 10; i++) await turn();
    expect(calls.flat()).toHaveLength(4_000);
    end.resolve();
    expect(await ended).toBe(9_000);
  });
});

describe('a service', () => {
  it('that does not answer one call is asked again for its messages, and at once for the others', async () => {
    const { tracker, follow, words, advance, faults, news, dueInMs } = await setUpTracker({
      batchSize: 2,
      maxConcurrency: 1,
    });
    await follow(someIds(4));
    for (const id of someIds(4)) words.set(id, DELIVERED);
    faults.push(outage());
    advance(10_000);
    await expect(tracker.run()).rejects.toThrow(PayamSmsTransportError);
    const first = news();
    expect(first).toHaveLength(2);
    expect(await dueInMs()).toBe(1_000);
    advance(1_000);
    expect(await tracker.run()).toBe(2);
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
    const set = await setUpTracker({ batchSize: 10, maxConcurrency: 1 });
    await set.follow(someIds(1_000));
    set.faults.push(...Array.from<unknown, PayamSmsError>({ length: 100 }, fault));
    set.advance(10_000);
    await expect(set.tracker.run()).rejects.toThrow(fault().message);
    expect(set.calls).toHaveLength(count);
    expect(await set.count()).toBe(1_000);
  });

  it('that asks to wait is not asked for these messages before', async () => {
    const { tracker, follow, faults, advance, dueInMs } = await setUpTracker();
    await follow(['s1']);
    faults.push(
      new PayamSmsTransportError('getStatus', { cause: new Error('503'), retryAfterMs: 90_000 }),
    );
    advance(10_000);
    await expect(tracker.run()).rejects.toThrow('getStatus');
    expect(await dueInMs()).toBe(90_000);
  });

  it('whose answer makes the client fail loses nothing', async () => {
    const { tracker, follow, ask, advance, words, news } = await setUpTracker();
    await follow(['s1']);
    words.set('s1', DELIVERED);
    advance(10_000);
    ask.mockRejectedValueOnce(new RangeError('a bug'));
    await expect(tracker.run()).rejects.toThrow('a bug');
    expect(await tracker.run()).toBe(1);
    expect(news()).toEqual(['s1 delivered!']);
  });
});

describe('a store', () => {
  const full = new PayamSmsStoreError('full', 'record delivery states');

  it('that cannot write is asked again, and no listener is called twice for it', async () => {
    const { tracker, follow, words, advance, count, store, news, calls } = await setUpTracker();
    await follow(someIds(3));
    for (const id of someIds(3)) words.set(id, DELIVERED);
    const record = jest.spyOn(store, 'record').mockRejectedValue(full);
    advance(10_000);
    await expect(tracker.run()).rejects.toThrow(full);
    await expect(tracker.run()).rejects.toThrow(full);
    expect(news()).toHaveLength(3);
    record.mockRestore();
    expect(await tracker.run()).toBe(0);
    expect(news()).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(await count()).toBe(0);
  });

  it('that cannot write takes no more messages', async () => {
    const { tracker, follow, words, advance, store, emitted, calls } = await setUpTracker();
    await follow(someIds(20_000));
    for (const id of someIds(20_000)) words.set(id, DELIVERED);
    jest.spyOn(store, 'record').mockRejectedValue(full);
    advance(10_000);
    await expect(tracker.run()).rejects.toThrow(full);
    expect(emitted.length).toBeLessThan(13_000);
    const asked = calls.length;
    await expect(tracker.run()).rejects.toThrow(full);
    expect(calls).toHaveLength(asked);
  });

  it('that refuses one message writes the others, and has it asked for again in ten minutes', async () => {
    const { tracker, count, follow, words, advance, store, news, calls, logger } =
      await setUpTracker();
    await follow(someIds(3));
    for (const id of someIds(3)) words.set(id, DELIVERED);
    const record = store.record.bind(store);
    jest.spyOn(store, 'record').mockImplementation(async (lease, changed, done) => {
      if (done.some(({ id }) => id === 's1')) throw new Error('bad row');
      return record(lease, changed, done);
    });
    const nowMs = performance.now();
    const monotonic = jest.spyOn(performance, 'now').mockReturnValue(nowMs);
    advance(10_000);
    try {
      expect(await tracker.run()).toBe(3);
      expect(await count()).toBe(1);
      expect(logger.warn.mock.calls.join()).toMatch(/refuses to write the states of 1 .* s1; /);
      advance(599_999);
      expect(await tracker.run()).toBe(0);
      expect(calls).toHaveLength(1);
      monotonic.mockReturnValue(nowMs + 600_000);
      expect(await tracker.run()).toBe(1);
      expect(news().filter((told) => told === 's1 delivered!')).toHaveLength(2);
    } finally {
      monotonic.mockRestore();
    }
  });

  it('that is slow has no more asked for than it can take', async () => {
    const { tracker, follow, words, advance, store, calls } = await setUpTracker();
    await follow(someIds(20_000));
    for (const id of someIds(20_000)) words.set(id, DELIVERED);
    const end = deferred();
    const record = store.record.bind(store);
    jest.spyOn(store, 'record').mockImplementation(async (...written) => {
      await end.promise;
      return record(...written);
    });
    advance(10_000);
    const ended = tracker.run();
    await until('16 calls are made', () => calls.length >= 16);
    for (let i = 0; i < 50; i++) await turn();
    expect(calls.flat().length).toBeLessThanOrEqual(8_000);
    end.resolve();
    expect(await ended).toBe(20_000);
  });

  it.each(['due', 'follow'] as const)('whose %s fails loses nothing', async (method) => {
    const { tracker, follow, serverIdsOf, words, advance, store, news } = await setUpTracker();
    await follow(['mine'], 'customerId');
    serverIdsOf.set('mine', ['s1']);
    words.set('s1', DELIVERED);
    advance(10_000);
    jest.spyOn(store, method).mockRejectedValueOnce(full);
    await expect(tracker.run()).rejects.toThrow(full);
    expect(await tracker.run()).toBe(1);
    expect(news()).toEqual(['s1 delivered!']);
  });

  it('whose lease another process has writes nothing of what it has taken', async () => {
    const { tracker, newTracker, lease, leases, follow, words, advance, count, emit } =
      await setUpTracker();
    await follow(['s1']);
    words.set('s1', DELIVERED);
    const end = deferred<readonly ListenerFailure[]>();
    emit.mockImplementationOnce(() => end.promise);
    advance(10_000);
    const ended = tracker.run();
    await untilCalled(emit);
    await lease.release();
    const other = newTracker(await leases.acquire('delivery'));
    end.resolve([]);
    await expect(ended).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(await count()).toBe(1);
    // At least once.
    expect(await other.run()).toBe(1);
    expect(await count()).toBe(0);
  });
});

describe('a lease that holds no more', () => {
  it('has nothing emitted, for another process may emit it by now', async () => {
    const { newTracker, lease, count, follow, words, advance, emit } = await setUpTracker();
    await follow(['s1']);
    words.set('s1', DELIVERED);
    advance(10_000);
    const tracker = newTracker({ ...lease, isHeld: () => false });
    await expect(tracker.run()).rejects.toMatchObject({ reason: 'lease-lost' });
    expect(emit).not.toHaveBeenCalled();
    expect(await count()).toBe(1);
  });
});

describe('a tracker that is stopped', () => {
  it('finishes with listeners that run and puts the others back', async () => {
    const { tracker, follow, words, advance, count, emit } = await setUpTracker();
    await follow(someIds(300));
    for (const id of someIds(300)) words.set(id, DELIVERED);
    const end = deferred<readonly ListenerFailure[]>();
    emit.mockImplementation(() => end.promise);
    advance(10_000);
    const ended = tracker.run();
    await untilCalled(emit);
    const stopped = tracker.stop();
    end.resolve([]);
    await stopped;
    await ended;
    expect(emit).toHaveBeenCalledTimes(64);
    expect(await count()).toBe(300 - 64);
  });

  it('waits for no answer', async () => {
    const { tracker, follow, advance, count, ask } = await setUpTracker();
    await follow(['s1']);
    advance(10_000);
    const answer = deferred<never>();
    ask.mockImplementation(() => answer.promise);
    const ended = tracker.run();
    await untilCalled(ask);
    await tracker.stop();
    expect(await ended).toBe(0);
    expect(await count()).toBe(1);
  });

  it('polls no more', async () => {
    const { tracker, follow, advance, calls } = await setUpTracker();
    await follow(['s1']);
    advance(10_000);
    await tracker.stop();
    expect(await tracker.run()).toBe(0);
    expect(calls).toEqual([]);
  });
});
