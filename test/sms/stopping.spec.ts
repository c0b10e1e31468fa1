import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { deferred } from '../support/deferred.js';
import { aMessage, numberOf } from '../support/messages.js';
import { acceptAll, answering, setUpSms, someMessages } from '../support/sms.js';

const noCredit = () => answering({ code: 'E6', description: '' });

describe('without enough credit', () => {
  it('a campaign takes no more, and tells why', async () => {
    let pulled = 0;
    function* endless(): Generator<SmsMessage> {
      for (;;) yield aMessage({ recipient: numberOf(pulled++) });
    }
    let calls = 0;
    const { sms, batches } = setUpSms((items) => (calls++ === 0 ? acceptAll(items) : noCredit()), {
      batchSize: 2,
      maxConcurrency: 1,
    });
    const report = await sms.sendMany(endless());
    expect(report.stopped).toBe('credit');
    expect(report.accepted.map(({ index }) => index)).toEqual([0, 1]);
    expect(report.unsent.every(({ reason }) => reason === 'credit')).toBe(true);
    expect(report.accepted.length + report.unsent.length).toBe(pulled);
    expect(batches).toHaveLength(2);
  });
});

describe('a consumer that leaves', () => {
  it('closes the source and sends nothing more', async () => {
    let closed = false;
    function* source(): Generator<SmsMessage> {
      try {
        for (let i = 0; ; i++) yield aMessage({ recipient: numberOf(i) });
      } finally {
        closed = true;
      }
    }
    const { sms, batches, runs } = setUpSms(acceptAll, { batchSize: 1, maxConcurrency: 1 });
    for await (const outcome of sms.stream(source())) {
      expect(outcome.status).toBe('accepted');
      break;
    }
    expect(closed).toBe(true);
    const sent = batches.length;
    await runs.onApplicationShutdown();
    expect(batches).toHaveLength(sent);
  });
});

describe('a source that fails', () => {
  it('is heard after the outcomes of what it gave', async () => {
    const broken = new Error('the database went away');
    function* source(): Generator<SmsMessage> {
      yield* someMessages(3);
      throw broken;
    }
    const { sms } = setUpSms(acceptAll, { batchSize: 2 });
    const heard: unknown[] = [];
    try {
      for await (const { index, status } of sms.stream(source())) heard.push([index, status]);
    } catch (error) {
      heard.push(error);
    }
    expect(heard).toEqual([[0, 'accepted'], [1, 'accepted'], [2, 'accepted'], broken]);
  });
});

describe('a batch that is not full', () => {
  it('leaves after lingerMs, though the source has not ended', async () => {
    const more = deferred();
    async function* source(): AsyncGenerator<SmsMessage> {
      yield aMessage();
      await more.promise;
    }
    const { sms, batches } = setUpSms(acceptAll, { lingerMs: 1 });
    const stream = sms.stream(source());
    expect(await stream.next()).toMatchObject({ value: { status: 'accepted' } });
    expect(batches.map((items) => items.length)).toEqual([1]);
    more.resolve();
    expect(await stream.next()).toMatchObject({ done: true });
  });
});

const ids = (...customerIds: string[]) => customerIds.map((customerId) => aMessage({ customerId }));

describe('a customerId that is used again', () => {
  it('is found everywhere by sendMany', async () => {
    const { sms } = setUpSms(acceptAll, { batchSize: 1, maxConcurrency: 1 });
    const many = ids('a', ...Array.from({ length: 20 }, (_, i) => `b${i}`), 'a');
    const { rejected } = await sms.sendMany(many);
    expect(rejected).toMatchObject([{ index: 21, code: 'DUPLICATE_CUSTOMER_ID' }]);
  });

  it('is found within the window by stream', async () => {
    const { sms } = setUpSms(acceptAll, { batchSize: 5 });
    const codes: unknown[] = [];
    for await (const outcome of sms.stream(ids('a', 'a'))) {
      codes.push(outcome.status === 'rejected' ? outcome.code : outcome.status);
    }
    expect(codes).toEqual(['accepted', 'DUPLICATE_CUSTOMER_ID']);
  });
});

describe('a shutdown', () => {
  it('waits for what is under way, and takes no more', async () => {
    const answer = deferred();
    const { sms, batches, runs } = setUpSms(async (items) => {
      await answer.promise;
      return acceptAll(items);
    });
    const underWay = sms.send(aMessage());
    while (batches.length === 0) await new Promise(setImmediate);
    const shutDown = runs.onApplicationShutdown();
    await expect(sms.send(aMessage())).rejects.toMatchObject({ reason: 'shutdown' });
    answer.resolve();
    await shutDown;
    expect(await underWay).toMatchObject({ status: 'accepted' });
    expect(batches).toHaveLength(1);
  });

  it('tells as unknown what is not settled in time', async () => {
    const { sms, batches, runs } = setUpSms(() => new Promise(() => {}), {
      shutdownTimeoutMs: 20,
    });
    const underWay = sms.send(aMessage({ customerId: 'mine' }));
    while (batches.length === 0) await new Promise(setImmediate);
    await Promise.all([
      expect(underWay).rejects.toMatchObject({ customerIds: ['mine'] }),
      runs.onApplicationShutdown(),
    ]);
  });
});
