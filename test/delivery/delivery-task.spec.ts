import { describe, expect, it, jest } from '@jest/globals';
import { DeliveryTask } from '../../lib/delivery/delivery-task.js';
import { SteadyClock } from '../../lib/delivery/steady-clock.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import type { ListenerFailure } from '../../lib/events/describe-failure.js';
import { type DeliveryUpdate, EVENTS } from '../../lib/events/events.types.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { deferred } from '../support/deferred.js';
import { someSettings } from '../support/settings.js';
import { untilCalled } from '../support/until-called.js';
import { allFollowed, aFollowed, aRow } from './support/followed.js';

const full = new PayamSmsStoreError('full', 'record delivery states');

async function setUp() {
  const store = new MemoryStore().account('');
  const settings = someSettings({ delivery: { ladder: [10_000] } });
  const ask = jest.fn(async (ids: Iterable<string>) => ({
    rows: new Map([...ids].map((id) => [id, [aRow('Send Successfully', { serverId: id })]])),
    unreadable: new Map(),
    errors: [],
  }));
  const emitToListeners = jest.fn<(update: DeliveryUpdate) => Promise<readonly ListenerFailure[]>>(
    async () => [],
  );
  const channel = { event: EVENTS.delivery, listeners: 1, describe: () => '', emitToListeners };
  const logger = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const task = new DeliveryTask(settings.delivery!, {
    store: store.delivery,
    statuses: { ask },
    channel: Object.assign(channel, { listenerCount: () => channel.listeners }),
    clock: new SteadyClock(),
    settings,
    logger,
  });
  const acquire = async () => (await store.acquire('delivery'))!;
  await store.delivery.follow([aFollowed('s1', { dueAt: new Date(0) })]);
  return { task, channel, ask, emitToListeners, logger, store, acquire };
}

describe('the delivery task', () => {
  it('emits what has changed, and returns how much that was', async () => {
    const { task, emitToListeners, acquire } = await setUp();
    expect(await task.run(await acquire())).toBe(1);
    expect(emitToListeners.mock.calls).toMatchObject([[{ serverId: 's1', state: 'delivered' }]]);
  });

  it('asks for nothing without listeners, and can serve nobody then', async () => {
    const { task, channel, ask, logger, acquire } = await setUp();
    channel.listeners = 0;
    expect(task.canServe()).toBe(false);
    expect(await task.run(await acquire())).toBe(0);
    expect(ask).not.toHaveBeenCalled();
    expect(logger.warn.mock.calls).toEqual([
      [
        'No listener takes payamsms.delivery, so no states are asked for, while messages are followed all the same: put @OnDelivery() on a method of a provider',
      ],
    ]);
  });

  it('keeps what it could not write for its next run under the same lease, and for no other lease', async () => {
    const { task, emitToListeners, store, acquire } = await setUp();
    const record = jest.spyOn(store.delivery, 'record').mockRejectedValue(full);
    const lease = await acquire();
    for (let i = 0; i < 2; i++) await expect(task.run(lease)).rejects.toBe(full);
    expect(emitToListeners).toHaveBeenCalledTimes(1);
    record.mockRestore();
    await lease.release();
    expect(await task.run(await acquire())).toBe(1);
    expect(await allFollowed(store.delivery)).toEqual([]);
  });

  it('begins nothing when the app ends while its clock asks the store', async () => {
    const { task, ask, store, acquire } = await setUp();
    const time = deferred<Date>();
    const latestTime = jest.spyOn(store.delivery, 'latestTime').mockReturnValue(time.promise);
    const run = task.run(await acquire());
    await untilCalled(latestTime);
    await task.stop(10_000);
    time.resolve(new Date());
    expect(await run).toBe(0);
    expect(ask).not.toHaveBeenCalled();
  });

  it('waits at its stop for listeners that run, but not longer than it may', async () => {
    const { task, emitToListeners, store, acquire } = await setUp();
    const end = deferred<readonly ListenerFailure[]>();
    emitToListeners.mockReturnValue(end.promise);
    const run = task.run(await acquire());
    await untilCalled(emitToListeners);
    await task.stop(1);
    expect(await allFollowed(store.delivery)).toHaveLength(1);
    const stopped = task.stop(10_000);
    end.resolve([]);
    await stopped;
    expect(await allFollowed(store.delivery)).toEqual([]);
    expect(await run).toBe(1);
  });
});
