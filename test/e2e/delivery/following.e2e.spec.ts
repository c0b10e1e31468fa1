import { describe, expect, it } from '@jest/globals';
import { collect } from '../../support/collect.js';
import { bootApp } from '../../support/boot.js';
import { startSimulator, countOf } from '../../support/simulator.js';
import { mobile } from '../../support/numbers.js';
import { useSteppedTime } from '../../support/stepped-time.js';
import { follow } from './support/following.js';

const clock = useSteppedTime();

const S = 1_000;
const M = 60 * S;
const H = 60 * M;
const messages = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ recipient: mobile(from + i), body: 'hello' }));

describe('delivery tracking', () => {
  it('tells each change on the way of an accepted message, and the last as final', async () => {
    const sim = await startSimulator({ delivery: { queuedMs: 30 * S, pendingMs: 5 * M } });
    const { sms, delivery, recorder } = await follow(sim);
    const { serverId, customerId } = await sms.send({ ...messages(1)[0]!, customerId: 'mine' });

    expect(await delivery.poll()).toBe(0);
    expect(countOf(sim, 'getStatus')).toBe(0);
    clock.advance(10 * S);
    expect(await delivery.poll()).toBe(1);
    expect(recorder.updates).toEqual([
      {
        serverId,
        customerId,
        state: 'queued',
        providerStatus: 'Pending In Queue',
        parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
        final: false,
        at: new Date(),
      },
    ]);
    recorder.takeUpdates();
    for (const [waitMs, news] of [
      [M, [`${serverId} pending`]],
      [5 * M, [`${serverId} delivered!`]],
      [100 * H, []],
    ] as const) {
      clock.advance(waitMs);
      await delivery.poll();
      expect(recorder.takeUpdates()).toEqual(news);
    }
    expect(countOf(sim, 'getStatus')).toBe(3);
  });

  it('follows messages of every way to send, which share their calls', async () => {
    const sim = await startSimulator();
    const { sms, delivery, recorder } = await follow(sim);
    await Promise.all(messages(60).map((message) => sms.send(message)));
    await sms.sendMany(messages(100, 100));
    await collect(sms.stream(messages(89, 300)));
    await sms.reply({ from: mobile(999), to: '982000123' }, 'thanks');
    clock.advance(10 * S);
    expect(await delivery.poll()).toBe(250);
    expect(countOf(sim, 'getStatus')).toBe(1);
    expect(recorder.takeUpdates()).toEqual(
      sim.messages.map(({ serverId }) => `${serverId} delivered!`).toSorted(),
    );
  });

  it('follows every copy of a message that was accepted twice', async () => {
    const sim = await startSimulator({ dialect: { statusDelayMs: 0 } });
    const { sms, delivery, recorder } = await follow(sim);
    await sms.send({ ...messages(1)[0]!, customerId: 'twice' });
    await sms.send({ ...messages(1)[0]!, customerId: 'twice' });
    const { accepted } = await sms.sendMany([{ ...messages(1)[0]!, customerId: 'twice' }], {
      resume: true,
    });
    expect(accepted[0]).toMatchObject({ settled: true, duplicates: [expect.any(String)] });
    clock.advance(10 * S);
    await delivery.poll();
    expect(recorder.takeUpdates()).toHaveLength(2);
  });

  it.each(['known', 'absent'] as const)(
    'begins with a scheduled message, %s before, when its time has come',
    async (scheduledStatus) => {
      const sim = await startSimulator({ dialect: { scheduledStatus } });
      const { sms, delivery, recorder } = await follow(sim);
      const sendDate = new Date(Math.ceil(Date.now() / S) * S + 3 * H);
      const { serverId } = await sms.send({ ...messages(1)[0]!, sendDate });
      const untilSentMs = sendDate.getTime() - Date.now();
      clock.advance(untilSentMs + 9 * S);
      await delivery.poll();
      expect(countOf(sim, 'getStatus')).toBe(0);
      clock.advance(S);
      await delivery.poll();
      expect(recorder.takeUpdates()).toEqual([`${serverId} delivered!`]);
    },
  );

  it.each([
    ['missing', { as: 'missing' }],
    ['an entry with a code', { as: 'entry', code: 'E305' }],
    ['an error for the whole call', { as: 'error', code: 'E8', status: 400 }],
  ] as const)('asks again for who is not to be seen yet: %s', async (_, unknownId) => {
    const sim = await startSimulator({ dialect: { unknownId, statusDelayMs: 2 * M } });
    const { sms, delivery, recorder } = await follow(sim);
    await sms.sendMany(messages(5));
    clock.advance(10 * S);
    expect(await delivery.poll()).toBe(0);
    clock.advance(M);
    expect(await delivery.poll()).toBe(0);
    clock.advance(5 * M);
    expect(await delivery.poll()).toBe(5);
    expect(recorder.takeUpdates()).toHaveLength(5);
  });

  it('ends with other where no final state ever comes', async () => {
    const sim = await startSimulator({ dialect: { statusWords: { Pending: 'En route' } } });
    const { sms, delivery, recorder } = await follow(sim, {
      delivery: { ladder: ['10s', '1m'], cron: '0 0 1 1 *' },
    });
    const { serverId } = await sms.send(messages(1)[0]!);
    sim.setDelivery(serverId, 'Pending');
    clock.advance(10 * S);
    await delivery.poll();
    expect(recorder.updates).toMatchObject([{ state: 'other', providerStatus: 'En route' }]);
    expect(recorder.takeUpdates()).toEqual([`${serverId} other`]);
    clock.advance(M);
    await delivery.poll();
    expect(recorder.takeUpdates()).toEqual([`${serverId} other!`]);
    clock.advance(1_000 * H);
    expect(await delivery.poll()).toBe(0);
  });

  it('says who failed', async () => {
    const sim = await startSimulator({ delivery: { failingRecipients: [mobile(1)] } });
    const { sms, delivery, recorder } = await follow(sim);
    const { accepted } = await sms.sendMany(messages(2));
    clock.advance(10 * S);
    await delivery.poll();
    expect(recorder.takeUpdates()).toEqual([
      `${accepted[0]!.serverId} delivered!`,
      `${accepted[1]!.serverId} failed!`,
    ]);
  });
});

describe('track()', () => {
  it('follows messages that were sent elsewhere, by either id', async () => {
    const sim = await startSimulator();
    const elsewhere = await bootApp(sim);
    const { delivery, recorder } = await follow(sim);
    const one = await elsewhere.sms.send(messages(1)[0]!);
    for (let copy = 0; copy < 2; copy++) {
      await elsewhere.sms.send({ ...messages(1)[0]!, customerId: 'ours' });
    }
    await delivery.track([one.serverId]);
    await delivery.track(['ours'], { by: 'customerId' });
    // Twice is once.
    await delivery.track([one.serverId]);
    clock.advance(10 * S);
    expect(await delivery.poll()).toBe(3);
    expect(recorder.takeUpdates()).toEqual(
      sim.messages.map(({ serverId }) => `${serverId} delivered!`),
    );
    expect(await delivery.poll()).toBe(0);
  });

  it.each([[''], [7], ['\ud800']])('refuses the id %j', async (id) => {
    const sim = await startSimulator();
    const { delivery } = await follow(sim);
    await expect(delivery.track([id as string])).rejects.toThrow(TypeError);
  });
});
