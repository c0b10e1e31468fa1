import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import type { Lease } from '../../lib/store/lease.js';
import { TaskRunner } from '../../lib/tasks/task-runner.js';
import { deferred } from '../support/deferred.js';
import { settle } from '../support/fake-time.js';
import { fakeLease, FakeTrigger } from './support/fakes.js';

type Acquire = () => Promise<Lease | undefined>;

function open({ acquire }: { acquire?: Acquire } = {}) {
  const lease = fakeLease();
  const task = {
    leaseName: 'delivery' as const,
    title: 'delivery states',
    canServe: jest.fn(() => true),
    run: jest.fn<(lease: Lease) => Promise<unknown>>(async () => undefined),
    nextRunInMs: jest.fn<() => number | undefined>(() => undefined),
    stop: jest.fn<(timeoutMs: number) => Promise<void>>(async () => undefined),
  };
  const { run } = task;
  const trigger = new FakeTrigger();
  const logger = { warn: jest.fn<(said: string) => void>(), log: jest.fn() };
  const store = { acquire: jest.fn(acquire ?? (async () => lease)) };
  const runner = new TaskRunner(task, { store, trigger, logger });
  return { runner, task, run, trigger, logger, store, lease };
}

/** A lease of its own each time, which no longer holds once it is released. */
const acquireNew: Acquire = async () => {
  const lease = fakeLease();
  lease.release.mockImplementation(async () => void (lease.state.isValid = false));
  return lease;
};

async function started(options: { acquire?: Acquire } = {}) {
  const opened = open(options);
  opened.runner.start();
  await settle();
  return opened;
}

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => void jest.useRealTimers());

describe('a task runner', () => {
  it('runs the task at once when it has the lease, and each time its trigger fires', async () => {
    const { run, trigger } = await started();
    expect(run).toHaveBeenCalledTimes(1);
    trigger.fire();
    await settle();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('runs the task once at a time: what comes meanwhile joins the run', async () => {
    const { runner, run, trigger } = await started();
    const running = deferred<number>();
    run.mockReturnValueOnce(running.promise);
    trigger.fire();
    trigger.fire();
    const byHand = runner.runByHand();
    running.resolve(7);
    expect(await byHand).toBe(7);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('rejects a run by hand when the store cannot be asked for the lease', async () => {
    const failure = new PayamSmsStoreError('unavailable', 'acquire');
    const { runner, run } = open({ acquire: () => Promise.reject(failure) });
    await expect(runner.runByHand()).rejects.toBe(failure);
    expect(run).not.toHaveBeenCalled();
  });

  it.each(Array.from({ length: 25 }, (_, turns) => turns))(
    'releases no lease that a run by hand relies on, which comes %d turns after another one',
    async (turns) => {
      const { runner, run, trigger } = open({ acquire: acquireNew });
      trigger.isActive = false;
      const wasHeld: boolean[] = [];
      run.mockImplementation(async (lease) => wasHeld.push(lease.isHeld()));
      const first = runner.runByHand();
      for (let i = 0; i < turns; i++) await Promise.resolve();
      await Promise.all([first, runner.runByHand(), runner.runByHand()]);
      expect(wasHeld).not.toContain(false);
      expect(wasHeld.length).toBeGreaterThan(0);
    },
  );

  it('runs nothing while another process has the lease', async () => {
    const { runner, run, trigger } = await started({ acquire: async () => undefined });
    trigger.fire();
    expect(await runner.runByHand()).toBeUndefined();
    expect(run).not.toHaveBeenCalled();
  });

  it('runs nothing under a lease whose time is over, and asks for another', async () => {
    const { run, trigger, store, lease } = await started();
    lease.state.isValid = false;
    const next = fakeLease('2');
    store.acquire.mockResolvedValueOnce(next);
    trigger.fire();
    await settle();
    expect(run).toHaveBeenCalledTimes(1);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(lease.release).toHaveBeenCalledTimes(1);
    expect(run).toHaveBeenLastCalledWith(next);
  });

  it('runs nothing by itself while its trigger is not active', async () => {
    const { run, trigger, task } = await started();
    task.nextRunInMs.mockReturnValueOnce(1);
    trigger.fire();
    await settle();
    trigger.isActive = false;
    trigger.fire();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('keeps the lease of a run by hand no longer than that, before it is started', async () => {
    const { runner, run, trigger, store } = open({ acquire: acquireNew });
    await runner.runByHand();
    const [lease] = run.mock.calls[0]!;
    expect(lease.isHeld()).toBe(false);
    trigger.fire();
    runner.start();
    await settle();
    expect(store.acquire).toHaveBeenCalledTimes(2);
  });

  it('runs by hand all the same then, and keeps the lease no longer than that', async () => {
    const { runner, run, trigger, lease } = open();
    trigger.isActive = false;
    run.mockResolvedValueOnce('done');
    expect(await runner.runByHand()).toBe('done');
    expect(lease.release).toHaveBeenCalledTimes(1);
  });

  it('throws to who runs by hand what the run failed with', async () => {
    const { runner, run } = await started();
    run.mockRejectedValueOnce(new Error('down'));
    await expect(runner.runByHand()).rejects.toThrow('down');
  });

  it('survives a run that fails, warns of it now and then, and logs when it works again', async () => {
    const { run, trigger, logger } = await started();
    run.mockRejectedValue(new Error('service down'));
    for (let i = 0; i < 5; i++) {
      trigger.fire();
      await settle();
    }
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^Polling of delivery states failed, .*: Error, at .*task-runner\.spec/,
        ),
      ],
    ]);
    await jest.advanceTimersByTimeAsync(60_000);
    trigger.fire();
    await settle();
    expect(logger.warn).toHaveBeenCalledTimes(2);
    run.mockResolvedValue(undefined);
    trigger.fire();
    await settle();
    expect(logger.log.mock.calls).toEqual([['Polling of delivery states works again']]);
  });

  it('asks for the lease again when a commit was refused to it', async () => {
    const { run, trigger, store, lease } = await started();
    run.mockRejectedValueOnce(new PayamSmsStoreError('lease-lost', 'remember a handled text'));
    trigger.fire();
    await settle();
    trigger.fire();
    expect(lease.release).toHaveBeenCalledTimes(1);
    expect(run).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(store.acquire).toHaveBeenCalledTimes(2);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['as soon as it wants', undefined, 700, 700],
    ['after a short pause at least', undefined, 0, 50],
    ['after a second at least when it has failed', new Error('down'), 0, 1_000],
  ])('runs the task again %s', async (_, failure, wantedMs, waitMs) => {
    const { run, trigger, task } = await started();
    if (failure) run.mockRejectedValueOnce(failure);
    task.nextRunInMs.mockReturnValueOnce(wantedMs);
    trigger.fire();
    await jest.advanceTimersByTimeAsync(waitMs - 1);
    expect(run).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(1);
    expect(run).toHaveBeenCalledTimes(3);
  });

  it('gives the lease up when the task can be served no more, after the run under way', async () => {
    const { run, trigger, task, lease } = await started();
    const running = deferred();
    run.mockReturnValueOnce(running.promise);
    trigger.fire();
    task.canServe.mockReturnValue(false);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(lease.release).not.toHaveBeenCalled();
    running.resolve();
    await jest.advanceTimersByTimeAsync(1_000);
    expect(lease.release).toHaveBeenCalledTimes(1);
  });
});

describe('a task runner that stops', () => {
  it('waits for the run under way, then gives the lease up', async () => {
    const { runner, run, trigger, task, lease } = await started();
    const running = deferred();
    run.mockReturnValueOnce(running.promise);
    task.nextRunInMs.mockReturnValue(1_000);
    trigger.fire();
    const stopped = runner.stop(10_000);
    trigger.fire();
    await settle();
    expect(task.stop).toHaveBeenCalledWith(10_000);
    expect(lease.release).not.toHaveBeenCalled();
    running.resolve();
    await stopped;
    expect(lease.release).toHaveBeenCalledTimes(1);
    expect(run).toHaveBeenCalledTimes(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives the lease up after its time when the run does not end', async () => {
    const { runner, run, trigger, lease } = await started();
    run.mockReturnValueOnce(new Promise(() => undefined));
    trigger.fire();
    const stopped = runner.stop(10_000);
    await jest.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(lease.release).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('waits without a bound for what the task must not leave under way', async () => {
    const { runner, task, lease } = await started();
    const ending = deferred();
    task.stop.mockReturnValueOnce(ending.promise);
    const stopped = runner.stop(10_000);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(lease.release).not.toHaveBeenCalled();
    ending.resolve();
    await stopped;
    expect(lease.release).toHaveBeenCalledTimes(1);
  });

  it('gives the lease up though the end of the task failed', async () => {
    const { runner, task, lease, logger } = await started();
    task.stop.mockRejectedValueOnce(new Error('disk full'));
    await runner.stop(10_000);
    expect(lease.release).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['a wait that was cut short', new PayamSmsTransportError('getBalance', { cause: undefined })],
    ['a lease that was lost', new PayamSmsStoreError('lease-lost', 'record')],
    ['a store that is closed', new PayamSmsStoreError('closed', 'record')],
  ])('logs nothing of %s by the end of the app', async (_, failure) => {
    const { runner, run, trigger, lease, logger } = await started();
    const running = deferred();
    run.mockReturnValueOnce(running.promise);
    trigger.fire();
    lease.release.mockRejectedValueOnce(failure);
    const stopped = runner.stop(10_000);
    running.reject(failure);
    await stopped;
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('logs of any other failure that it came at the end, and promises no other run', async () => {
    const { runner, run, trigger, logger } = await started();
    const running = deferred();
    run.mockReturnValueOnce(running.promise);
    trigger.fire();
    const stopped = runner.stop(10_000);
    running.reject(new PayamSmsStoreError('full', 'record'));
    await stopped;
    expect(logger.warn.mock.calls).toEqual([
      [expect.stringMatching(/^Polling of delivery states ended badly: /)],
    ]);
  });

  it('ends at its time though the store does not release the lease', async () => {
    const { runner, lease } = await started();
    lease.release.mockReturnValueOnce(new Promise(() => undefined));
    const stopped = runner.stop(10_000);
    await jest.advanceTimersByTimeAsync(10_000);
    await stopped;
    expect(lease.release).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });
});
