import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import type { RegisteredJob } from '../../lib/polling/cron-job.js';
import { Poller } from '../../lib/polling/poller.js';
import type { Lease } from '../../lib/store/lease.js';
import { deferred } from '../support/deferred.js';
import { settle } from '../support/fake-time.js';

type Acquire = () => Promise<Lease | undefined>;

function open({ acquire = async () => lease() }: { acquire?: Acquire } = {}) {
  const poll = jest.fn<(lease: Lease) => Promise<unknown>>(async () => undefined);
  const job = { name: 'payamsms:inbox', isActive: true, onTick: () => {}, remove: jest.fn() };
  const logger = { warn: jest.fn<(said: string) => void>(), log: jest.fn() };
  const store = { acquire: jest.fn(acquire) };
  const polled = { poll, hasListeners: () => true };
  const poller = new Poller('delivery', polled, job as unknown as RegisteredJob, store, logger);
  // As the app's duty does.
  job.onTick = () => poller.tick();
  return { poll, polled, job, logger, store, poller };
}

const release = jest.fn(async () => undefined);
const lease = (epoch = 1): Lease => ({ duty: 'delivery', epoch, release });

async function started(options: { acquire?: Acquire } = {}) {
  const opened = open(options);
  await opened.poller.startWhen(Promise.resolve());
  await settle();
  return opened;
}

beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['setImmediate'] });
  release.mockClear();
});
afterEach(() => void jest.useRealTimers());

describe('a poller', () => {
  it('begins when the listeners are subscribed, and polls at once', async () => {
    const { poller, poll, store } = open();
    const subscribed = deferred();
    const begun = poller.startWhen(subscribed.promise);
    await settle();
    expect(store.acquire).not.toHaveBeenCalled();
    subscribed.resolve();
    await begun;
    await settle();
    expect(poll).toHaveBeenCalledTimes(1);
  });

  it('begins nothing when the listeners could not be subscribed, and says so', async () => {
    const { poller, store, logger } = open();
    await poller.startWhen(Promise.reject(new Error('bad listener')));
    expect(store.acquire).not.toHaveBeenCalled();
    expect(logger.warn.mock.calls[0]?.[0]).toMatch(/Error, at .*poller\.spec/);
  });

  it('polls by each tick of its job', async () => {
    const { poll, job } = await started();
    job.onTick();
    expect(poll).toHaveBeenCalledTimes(2);
  });

  it('polls nothing while another process has the duty', async () => {
    const { poll, job } = await started({ acquire: async () => undefined });
    job.onTick();
    expect(poll).not.toHaveBeenCalled();
  });

  it('polls nothing while somebody has stopped its job in the registry', async () => {
    const { poll, job, poller } = await started();
    job.isActive = false;
    job.onTick();
    poller.wakeIn(1);
    await jest.advanceTimersByTimeAsync(10);
    expect(poll).toHaveBeenCalledTimes(1);
  });

  it('survives a poll that fails, says so once a while, and tells when it works again', async () => {
    const { poll, job, logger } = await started();
    poll.mockRejectedValue(new Error('service down'));
    for (let i = 0; i < 5; i++) {
      job.onTick();
      await settle();
    }
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn.mock.calls[0]?.[0]).toMatch(/Error, at .*poller\.spec/);
    await jest.advanceTimersByTimeAsync(60_000);
    job.onTick();
    await settle();
    expect(logger.warn).toHaveBeenCalledTimes(2);
    poll.mockResolvedValue(undefined);
    job.onTick();
    await settle();
    expect(logger.log).toHaveBeenCalledTimes(1);
  });

  it('waits for its turn again when a commit was refused to its lease', async () => {
    const { poll, job, store } = await started();
    poll.mockRejectedValueOnce(new PayamSmsStoreError('lease-lost', 'remember a handled text'));
    job.onTick();
    await settle();
    job.onTick();
    expect(poll).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(store.acquire).toHaveBeenCalledTimes(2);
    expect(poll).toHaveBeenCalledTimes(3);
  });

  it('wakes once, at the earliest time asked for', async () => {
    const { poll, poller } = await started();
    poller.wakeIn(5_000);
    poller.wakeIn(1_000);
    poller.wakeIn(2_000);
    // One more looks whether the lease can still be served.
    expect(jest.getTimerCount()).toBe(2);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(poll).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(poll).toHaveBeenCalledTimes(2);
  });

  it('stops when what runs has ended, then gives the duty up', async () => {
    const { poll, job, poller } = await started();
    const running = deferred();
    poll.mockReturnValueOnce(running.promise);
    job.onTick();
    poller.wakeIn(1_000);
    const stopped = poller.stop(10_000);
    job.onTick();
    await settle();
    expect(job.remove).toHaveBeenCalledTimes(1);
    expect(release).not.toHaveBeenCalled();
    running.resolve();
    await stopped;
    expect(release).toHaveBeenCalledTimes(1);
    expect(poll).toHaveBeenCalledTimes(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('stops after its time-out when what runs does not end', async () => {
    const { poll, job, poller } = await started();
    poll.mockReturnValueOnce(new Promise(() => undefined));
    job.onTick();
    const stopped = poller.stop(10_000);
    await jest.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(release).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
