import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { SchedulerRegistry } from '@nestjs/schedule';
import { DeliveryService, PayamSmsConfigurationError, PayamSmsModule } from 'nestjs-payamsms';
import { SqliteStore } from '../../../lib/store/sqlite/index.js';
import type { FaultKind } from 'nestjs-payamsms/simulator';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import { bootApp, bootModule, ANYBODY } from '../../support/boot.js';
import { startSimulator, countOf, sendsTo } from '../../support/simulator.js';
import { atEnd } from '../../support/at-end.js';
import { mobile } from '../../support/numbers.js';
import { failureOf } from '../../support/failure.js';
import { until } from '../../support/waiting.js';
import { deferred } from '../../support/deferred.js';
import { useSteppedTime } from '../../support/stepped-time.js';
import { follow } from './support/following.js';

const S = 1_000;
const messages = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ recipient: mobile(from + i), body: 'hello' }));

async function aFile(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'payamsms-'));
  atEnd(() => rm(directory, { recursive: true }));
  return join(directory, 'sms.db');
}

describe('with the clock in hand', () => {
  const clock = useSteppedTime();

  it('goes on after a restart, and tells nothing twice', async () => {
    const file = await aFile();
    const sim = await startSimulator();
    const before = await follow(sim, { store: new SqliteStore(file) });
    const { accepted } = await before.sms.sendMany(messages(300));
    for (const { serverId } of accepted) sim.setDelivery(serverId, 'Pending');
    sim.setDelivery(accepted[0]!.serverId, 'Send Successfully');
    clock.advance(10 * S);
    expect(await before.delivery.poll()).toBe(300);
    await before.context.close();

    for (const { serverId } of accepted) sim.setDelivery(serverId, 'Send Successfully');
    const after = await follow(sim, { store: new SqliteStore(file) });
    expect(await after.delivery.poll()).toBe(0);
    clock.advance(60 * S);
    expect(await after.delivery.poll()).toBe(299);
    expect(after.recorder.takeUpdates()).toHaveLength(299);
  });

  it.each([-24 * 3600 * S, 24 * 3600 * S])(
    'is not put off by a step of the clock between two starts: %i ms',
    async (stepMs) => {
      const file = await aFile();
      const sim = await startSimulator();
      const delivery = { ladder: [100, 48 * 3600 * S], cron: '0 0 1 1 *' };
      const before = await follow(sim, { store: new SqliteStore(file), delivery });
      const { serverId } = await before.sms.send(messages(1)[0]!);
      sim.setDelivery(serverId, 'Send Successfully');
      await before.context.close();
      clock.setWallClock(stepMs);
      const after = await follow(sim, { store: new SqliteStore(file), delivery });
      await until('it is told', async () => {
        clock.advance(S);
        return (await after.delivery.poll()) === 1;
      });
      expect(after.recorder.takeUpdates()).toEqual([`${serverId} delivered!`]);
    },
  );

  it('has one app of those that share a file poll for all', async () => {
    const file = await aFile();
    const sim = await startSimulator();
    const one = await follow(sim, { store: new SqliteStore(file) });
    expect(await one.delivery.poll()).toBe(0);
    const other = await follow(sim, { store: new SqliteStore(file) });
    const { serverId } = await other.sms.send(messages(1)[0]!);
    await other.delivery.track(['elsewhere']);
    clock.advance(10 * S);
    expect(await other.delivery.poll()).toBe(0);
    expect(await one.delivery.poll()).toBe(1);
    expect(one.recorder.takeUpdates()).toEqual([`${serverId} delivered!`]);
    expect(other.recorder.takeUpdates()).toEqual([]);
  });

  it.each<FaultKind>([
    'drop',
    'accept-then-drop',
    'status 500',
    'status 503',
    'garbage',
    'truncate',
  ])('loses nothing to %s, whichever call it strikes', async (kind) => {
    for (let skip = 0; skip < 4; skip++) {
      const sim = await startSimulator();
      const { sms, delivery, recorder } = await follow(sim, {
        batchSize: 10,
        maxConcurrency: 2,
        retry: { maxAttempts: 1, baseDelayMs: 1 },
      });
      await sms.sendMany(messages(40));
      clock.advance(10 * S);
      sim.fail('getStatus', kind, { skip, times: 1 });
      const told = await delivery.poll().catch(() => recorder.updates.length);
      expect(told).toBe(30);
      clock.advance(S);
      expect(await delivery.poll()).toBe(10);
      expect(new Set(recorder.takeUpdates()).size).toBe(40);
    }
  });

  it('gets a new token when the old one is refused', async () => {
    const sim = await startSimulator();
    const { sms, delivery } = await follow(sim);
    await sms.sendMany(messages(3));
    clock.advance(10 * S);
    sim.revokeTokens();
    expect(await delivery.poll()).toBe(3);
  });

  it('calls a listener that threw again, and nobody else', async () => {
    const sim = await startSimulator();
    const { sms, delivery, recorder } = await follow(sim);
    const { accepted } = await sms.sendMany(messages(3));
    const bad = accepted[0]!.serverId;
    recorder.whenDelivery = ({ serverId }) => {
      if (serverId === bad) throw new Error('database down');
    };
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    clock.advance(10 * S);
    expect(await delivery.poll()).toBe(2);
    expect(error.mock.calls.join()).toMatch(
      new RegExp(
        `Listeners of payamsms.delivery failed for ${bad};.*Recorder.onDelivery: Error, at `,
      ),
    );
    error.mockRestore();
    recorder.takeUpdates();
    recorder.whenDelivery = () => undefined;
    clock.advance(S);
    expect(await delivery.poll()).toBe(1);
    expect(recorder.takeUpdates()).toEqual([`${bad} delivered!`]);
  });

  it('keeps messages accepted when the store fails, and names them', async () => {
    const sim = await startSimulator();
    const store = new MemoryStore();
    const { sms, delivery } = await follow(sim, { store });
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    jest.spyOn(store.account('').delivery, 'follow').mockRejectedValueOnce(new Error('disk full'));
    const { serverId } = await sms.send(messages(1)[0]!);
    expect(error.mock.calls.join()).toMatch(new RegExp(`Error, at .*${serverId}`));
    error.mockRestore();
    await delivery.track([serverId]);
    clock.advance(10 * S);
    expect(await delivery.poll()).toBe(1);
  });

  it('asks for nothing where nobody listens, says so once, and follows all the same', async () => {
    const sim = await startSimulator();
    const file = await aFile();
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    const deaf = await follow(sim, { listeners: [], store: new SqliteStore(file) });
    const { serverId } = await deaf.sms.send(messages(1)[0]!);
    clock.advance(10 * S);
    for (let i = 0; i < 3; i++) expect(await deaf.delivery.poll()).toBe(0);
    expect(countOf(sim, 'getStatus')).toBe(0);
    expect(warn.mock.calls.filter(([said]) => /No listener takes/.test(String(said)))).toHaveLength(
      1,
    );
    warn.mockRestore();
    await deaf.context.close();
    const hearing = await follow(sim, { store: new SqliteStore(file) });
    await hearing.delivery.poll();
    await until('it is told', () => hearing.recorder.updates.length > 0);
    expect(hearing.recorder.takeUpdates()).toEqual([`${serverId} delivered!`]);
  });

  it('has told nobody of what came when the last listener had just gone', async () => {
    const sim = await startSimulator();
    const { sms, delivery, recorder, context } = await follow(sim, {
      batchSize: 1,
      maxConcurrency: 1,
    });
    const { accepted } = await sms.sendMany(messages(3));
    const emitter = context.get(EventEmitter2);
    const listeners = emitter.listeners('payamsms.delivery');
    recorder.whenDelivery = () => void emitter.removeAllListeners('payamsms.delivery');
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    clock.advance(10 * S);
    expect(await delivery.poll()).toBe(1);
    error.mockRestore();

    recorder.whenDelivery = () => undefined;
    for (const listener of listeners) emitter.on('payamsms.delivery', listener);
    clock.advance(S);
    expect(await delivery.poll()).toBe(2);
    expect(recorder.takeUpdates()).toEqual(
      accepted.map(({ serverId }) => `${serverId} delivered!`),
    );
  });

  it('lets a send go ahead of the calls that wait', async () => {
    const sim = await startSimulator();
    const { sms, delivery } = await follow(sim, { batchSize: 10, maxConcurrency: 1 });
    await sms.sendMany(messages(200));
    clock.advance(10 * S);
    const before = sendsTo(sim);
    sim.fail('getStatus', 'slow', { delayMs: 20 });
    const polled = delivery.poll();
    await until('calls are made', () => countOf(sim, 'getStatus') > 0);
    await sms.send(messages(1)[0]!);
    expect(countOf(sim, 'getStatus')).toBeLessThan(5);
    expect(sendsTo(sim)).toBe(before + 1);
    await polled;
  });

  it('closes while a listener runs: what it has finished is done, the others stay due', async () => {
    const sim = await startSimulator();
    const file = await aFile();
    const app = await follow(sim, { store: new SqliteStore(file) });
    await app.sms.sendMany(messages(100));
    clock.advance(10 * S);
    const begun = deferred();
    const end = deferred();
    app.recorder.whenDelivery = () => {
      begun.resolve();
      return end.promise;
    };
    const polled = app.delivery.poll();
    await begun.promise;
    const closed = app.context.close();
    const jobs = app.context.get(SchedulerRegistry);
    await until('it is stopped', () => !jobs.doesExist('cron', 'payamsms:delivery'));
    end.resolve();
    await closed;
    const told = await polled;
    expect(told).toBe(64);
    const next = await follow(sim, { store: new SqliteStore(file) });
    await next.delivery.poll();
    await until('all are told', () => next.recorder.updates.length === 36);
  });

  it('closes in time when a listener hangs', async () => {
    const sim = await startSimulator();
    const app = await follow(sim, { shutdownTimeoutMs: 50 });
    await app.sms.send(messages(1)[0]!);
    clock.advance(10 * S);
    const begun = deferred();
    app.recorder.whenDelivery = () => {
      begun.resolve();
      return new Promise(() => {});
    };
    // It ends long after the test, when the listener is given up: with the lease lost.
    void failureOf(app.delivery.poll());
    await begun.promise;
    await app.context.close();
    expect(app.recorder.updates).toEqual([]);
  });
});

describe('delivery tracking', () => {
  it('polls by a cron job of the app, named payamsms:delivery', async () => {
    const sim = await startSimulator({ delivery: { queuedMs: 0, pendingMs: 0 } });
    const { sms, recorder, context } = await follow(sim, {
      delivery: { ladder: [1], cron: '* * * * * *' },
    });
    expect(context.get(SchedulerRegistry).getCronJob('payamsms:delivery').isActive).toBe(true);
    const { serverId } = await sms.send(messages(1)[0]!);
    await until('it is told', () => recorder.updates.length > 0);
    expect(recorder.takeUpdates()).toEqual([`${serverId} delivered!`]);
    await context.close();
    expect(context.get(SchedulerRegistry).doesExist('cron', 'payamsms:delivery')).toBe(false);
  });

  it('that is off needs no other module, and says how to turn it on', async () => {
    const sim = await startSimulator();
    const { context, sms } = await bootApp(sim);
    await sms.send(messages(1)[0]!);
    const delivery = context.get(DeliveryService, { strict: false });
    for (const failure of [
      await failureOf(delivery.poll()),
      await failureOf(delivery.track(['1'])),
    ])
      expect(failure).toMatchObject({
        name: 'PayamSmsConfigurationError',
        problems: [{ option: 'delivery', variable: 'PAYAMSMS_DELIVERY_TRACKING' }],
      });
  });

  it('needs the modules for events and cron jobs', async () => {
    const options = { ...ANYBODY, baseUrl: 'http://127.0.0.1:9', delivery: true };
    const starting = bootModule({ imports: [PayamSmsModule.forRoot(options)] });
    const failure = await failureOf(starting);
    expect(failure).toBeInstanceOf(PayamSmsConfigurationError);
    expect(failure.message).toContain('EventEmitterModule.forRoot()');
  });
});
