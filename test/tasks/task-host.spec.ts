import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ModuleRef } from '@nestjs/core';
import type { LeasedTask } from '../../lib/tasks/leased-task.js';
import { TaskHost } from '../../lib/tasks/task-host.js';
import type { Lease, LeaseName } from '../../lib/store/lease.js';
import { deferred } from '../support/deferred.js';
import { settle } from '../support/fake-time.js';
import { FakeTrigger, fakeLease } from './support/fakes.js';

const taskOf = (leaseName: LeaseName) => ({
  leaseName,
  title: 'a task',
  canServe: () => true,
  run: jest.fn<(lease: Lease) => Promise<string>>(async ({ name }) => name),
  stop: jest.fn<(timeoutMs: number) => Promise<void>>(async () => undefined),
});

function open(subscribed: Promise<void> = Promise.resolve()) {
  const tasks = [taskOf('delivery'), taskOf('balance')];
  const trigger = new FakeTrigger();
  const leases = new Map(tasks.map(({ leaseName: name }) => [name, fakeLease('1', name)]));
  const store = { acquire: jest.fn(async (name: LeaseName) => leases.get(name)) };
  const logger = { warn: jest.fn<(said: string) => void>(), log: jest.fn() };
  const events = { connect: async () => undefined, subscribed: () => subscribed };
  const endWaits = jest.fn();
  const host = new TaskHost<string, LeasedTask<string>>(tasks, {
    settings: { shutdownTimeoutMs: 10_000 },
    store,
    events,
    trigger,
    logger,
    moduleRef: {} as ModuleRef,
    endWaits,
  });
  return { host, tasks, trigger, leases, store, logger, endWaits };
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => void jest.useRealTimers());

const turns = async () => {
  await settle();
  await new Promise((resolve) => setImmediate(resolve));
  await settle();
};

describe('a host of tasks', () => {
  it('starts them when the listeners are subscribed, each under its own lease', async () => {
    const subscribed = deferred();
    const { host, tasks, store, leases } = open(subscribed.promise);
    host.onApplicationBootstrap();
    await turns();
    expect(store.acquire).not.toHaveBeenCalled();
    subscribed.resolve();
    await turns();
    expect(tasks.map(({ run }) => run.mock.calls)).toEqual([
      [[leases.get('delivery')]],
      [[leases.get('balance')]],
    ]);
  });

  it('starts none when the listeners could not be subscribed, and logs it once', async () => {
    const { host, store, logger } = open(Promise.reject(new Error('bad listener')));
    host.onApplicationBootstrap();
    await turns();
    expect(store.acquire).not.toHaveBeenCalled();
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringMatching(/Error, at .*task-host\.spec/)],
    ]);
  });

  it('gives up what runs by hand have taken, where the listeners could not be subscribed', async () => {
    const { host, leases } = open(Promise.reject(new Error('bad listener')));
    host.onApplicationBootstrap();
    await turns();
    expect(await host.runByHand()).toEqual(['delivery', 'balance']);
    for (const lease of leases.values()) expect(lease.release).toHaveBeenCalledTimes(1);
  });

  it('connects the trigger with the app', async () => {
    const { host, trigger } = open();
    await host.onModuleInit();
    expect(trigger.connect).toHaveBeenCalledTimes(1);
  });

  it('starts none when the app has ended meanwhile', async () => {
    const subscribed = deferred();
    const { host, store } = open(subscribed.promise);
    host.onApplicationBootstrap();
    await host.onModuleDestroy();
    subscribed.resolve();
    await turns();
    expect(store.acquire).not.toHaveBeenCalled();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('runs them by hand, all or some', async () => {
    const { host } = open();
    expect(await host.runByHand()).toEqual(['delivery', 'balance']);
    expect(await host.runByHand([host.tasks[1]!])).toEqual(['balance']);
  });

  it('throws what one run by hand failed with when the others have ended', async () => {
    const { host, tasks, trigger } = open();
    trigger.isActive = false;
    const other = deferred<string>();
    tasks[0]!.run.mockRejectedValueOnce(new Error('down'));
    tasks[1]!.run.mockReturnValueOnce(other.promise);
    let isOver = false;
    const run = host.runByHand().finally(() => (isOver = true));
    run.catch(() => undefined);
    await turns();
    expect(isOver).toBe(false);
    other.resolve('balance');
    await expect(run).rejects.toThrow('down');
  });

  it('stops them all at the end, once what they wait for was ended', async () => {
    const { host, tasks, trigger, leases, endWaits } = open();
    host.onApplicationBootstrap();
    await turns();
    endWaits.mockImplementation(() => expect(tasks[0]!.stop).not.toHaveBeenCalled());
    await host.onModuleDestroy();
    expect(endWaits).toHaveBeenCalledTimes(1);
    expect(trigger.remove).toHaveBeenCalledTimes(1);
    for (const { stop } of tasks) expect(stop).toHaveBeenCalledWith(10_000);
    for (const lease of leases.values()) expect(lease.release).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
