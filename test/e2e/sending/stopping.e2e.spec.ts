import { describe, expect, it } from '@jest/globals';
import type { SendOutcome, SmsMessage } from 'nestjs-payamsms';
import { bootApp } from '../../support/boot.js';
import { startSimulator, sendsTo } from '../../support/simulator.js';
import { mobile } from '../../support/numbers.js';
import { until } from '../../support/waiting.js';
import { deferred } from '../../support/deferred.js';

const text = (n: number): SmsMessage => ({
  recipient: mobile(n),
  body: 'hello',
  customerId: `order-${n}`,
});

/** A source that says how much of it was taken, and whether it was closed. */
function counted(count: number) {
  const source = { taken: 0, closed: 0, messages: messages() };
  return source;
  function* messages() {
    try {
      for (let n = 0; n < count; n++) {
        source.taken++;
        yield text(n);
      }
    } finally {
      source.closed++;
    }
  }
}

const rest = (ms = 100) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a consumer that leaves', () => {
  for (const leaveAfter of [1, 3, 30]) {
    it(`after outcome ${leaveAfter} closes the source, takes and sends no more`, async () => {
      const sim = await startSimulator();
      const { sms, context } = await bootApp(sim, { batchSize: 2, maxConcurrency: 1 });
      const source = counted(10_000);
      let told = 0;
      let takenAtLeaving = 0;
      for await (const _ of sms.stream(source.messages)) {
        if (++told < leaveAfter) continue;
        // Let everything that may be sent ahead be sent, so that there is no room for more.
        await until('no more is taken', () => source.taken > told);
        await rest();
        takenAtLeaving = source.taken;
        break;
      }
      await context.close();
      expect(sim.messages.length).toBeLessThanOrEqual(takenAtLeaving);
      expect(source).toMatchObject({ taken: takenAtLeaving, closed: 1 });
    });
  }

  it('has what is under way settled, and nothing sent again', async () => {
    const sim = await startSimulator();
    const { sms, context } = await bootApp(sim, { batchSize: 1, settleMs: 20 });
    sim.fail('send', 'drop', { skip: 1 });
    for await (const { status } of sms.stream([0, 1, 2, 3].map(text))) {
      expect(status).toBe('accepted');
      await until('the others are under way', () => sendsTo(sim) >= 4);
      break;
    }
    const sends = sendsTo(sim);
    await context.close();
    expect(sendsTo(sim)).toBe(sends);
    expect(sim.messages).toHaveLength(1);
  });

  it('by an error of its own closes the source too', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 1 });
    const source = counted(100);
    const own = new Error('my own');
    const onProgress = () => {
      throw own;
    };
    await expect(sms.sendMany(source.messages, { onProgress })).rejects.toBe(own);
    expect(source.closed).toBe(1);
    expect(source.taken).toBeLessThan(100);
  });
});

describe('an aborted signal', () => {
  it('tells the truth of every message that was taken, in order', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'accept-then-drop', { probability: 0.2 });
    sim.fail('send', 'drop', { probability: 0.2 });
    const { sms } = await bootApp(sim, { batchSize: 5, settleMs: 50 });
    const controller = new AbortController();
    const source = counted(100_000);
    const told: SendOutcome[] = [];
    for await (const outcome of sms.stream(source.messages, { signal: controller.signal })) {
      told.push(outcome);
      if (told.length === 200) controller.abort();
    }
    expect(source.closed).toBe(1);
    expect(told.map(({ index }) => index)).toEqual(
      Array.from({ length: source.taken }, (_, n) => n),
    );
    const has = new Set(sim.messages.map(({ customerId }) => customerId));
    expect(has.size).toBe(sim.messages.length);
    const accepted = told.filter(({ status }) => status === 'accepted');
    expect(accepted).toHaveLength(has.size);
    const reasons = told.flatMap((o) => (o.status === 'unsent' ? o.reason : []));
    expect(accepted.length + reasons.length).toBe(told.length);
    // Some were sent as often as they may be before the abort.
    expect(reasons.filter((reason) => reason !== 'aborted' && reason !== 'unreachable')).toEqual(
      [],
    );
  });

  it('tells also what the source had given while there was no room', async () => {
    const sim = await startSimulator();
    const held = sim.fail('send', 'slow', { delayMs: 400 });
    const { sms } = await bootApp(sim, { maxConcurrency: 1, lingerMs: 10 });
    const controller = new AbortController();
    const second = deferred();
    let given = 0;
    const source = (async function* () {
      given++;
      yield text(0);
      // Asked for while the first lingered, given once the first is under way.
      await second.promise;
      given++;
      yield text(1);
      await new Promise(() => {});
    })();
    const report = sms.sendMany(source, { signal: controller.signal });
    await until('the first is under way', () => held.fired === 1);
    second.resolve();
    await until('the second is given', () => given === 2);
    await rest(50);
    controller.abort();
    const { accepted, unsent } = await report;
    expect(accepted).toMatchObject([{ customerId: 'order-0' }]);
    expect(unsent).toMatchObject([{ customerId: 'order-1', reason: 'aborted' }]);
  });

  it('before the start sends and takes nothing', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const source = counted(10);
    const report = await sms.sendMany(source.messages, { signal: AbortSignal.abort() });
    expect(report).toEqual({
      accepted: [],
      rejected: [],
      unsent: [],
      unknown: [],
      stopped: 'aborted',
    });
    expect(sim.requests).toEqual([]);
    expect(source.taken).toBe(0);
  });

  it('ends a wait for a silent source', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { lingerMs: 10 });
    const controller = new AbortController();
    const source = (async function* () {
      yield text(0);
      await new Promise(() => {});
    })();
    const report = sms.sendMany(source, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(await report).toMatchObject({ accepted: [{ index: 0 }], stopped: 'aborted' });
  });

  it('leaves no listener behind', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    const { signal } = new AbortController();
    const listeners = new Set<unknown>();
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (type: string, listener: () => void) => {
      listeners.add(listener);
      add(type, listener);
    };
    signal.removeEventListener = (type: string, listener: () => void) => {
      listeners.delete(listener);
      remove(type, listener);
    };
    await sms.sendMany([text(0)], { signal });
    await sms.send(text(1), { signal });
    for await (const _ of sms.stream([text(2), text(3)], { signal })) break;
    expect(listeners.size).toBe(0);
  });
});
