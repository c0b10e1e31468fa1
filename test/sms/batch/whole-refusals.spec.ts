import { describe, expect, it } from '@jest/globals';
import type { SendAnswer, SendEntry, WireMessage } from '../../../lib/api/api.types.js';
import { PayamSmsTransportError } from '../../../lib/errors/transport.error.js';
import type { SmsMessage } from '../../../lib/sms/sms.types.js';
import { deferred } from '../../support/deferred.js';
import { aMessage, numberOf } from '../../support/messages.js';
import { acceptAll, answering, type Items, setUpSms } from '../../support/sms.js';

const differing = (count: number): SmsMessage[] =>
  Array.from({ length: count }, (_, i) => aMessage({ recipient: numberOf(i), body: `text ${i}` }));

/** Refuses every call whole that holds one of some recipients. */
const refusing =
  (code: string, ...bad: number[]) =>
  (items: Items) => {
    const numbers = new Set(bad.map(numberOf));
    return items.some(({ recipient }) => numbers.has(recipient))
      ? answering({ code, description: 'in the words of the service' })
      : acceptAll(items);
  };

describe('a call that is refused whole', () => {
  it.each(['E132', 'E211', 'E766', 'E43', 'E800', 'E9999'])(
    'with %s for one message of 250 rejects that one alone',
    async (code) => {
      const { sms, batches } = setUpSms(refusing(code, 100));
      const report = await sms.sendMany(differing(250));
      expect(report.rejected).toMatchObject([{ index: 100, code, local: false }]);
      expect(report.accepted).toHaveLength(249);
      expect(batches.length).toBeLessThanOrEqual(40);
    },
  );

  it('for three messages of 250 rejects these three', async () => {
    const { sms, batches } = setUpSms(refusing('E132', 3, 130, 249));
    const report = await sms.sendMany(differing(250));
    expect(report.rejected.map(({ index }) => index)).toEqual([3, 130, 249]);
    expect(report.accepted).toHaveLength(247);
    expect(batches.length).toBeLessThanOrEqual(40);
  });

  it('for every message ends after 40 calls, and what is still together is unsent', async () => {
    const all = Array.from({ length: 250 }, (_, i) => i);
    const { sms, batches, asked } = setUpSms(refusing('E132', ...all));
    const { accepted, rejected, unsent, unknown } = await sms.sendMany(differing(250));
    expect(batches).toHaveLength(40);
    expect(rejected.length + unsent.length).toBe(250);
    expect([...accepted, ...unknown, ...asked]).toEqual([]);
    expect(new Set(unsent.map(({ reason }) => reason))).toEqual(new Set(['refused']));
    expect(unsent[0]?.cause).toMatchObject({ name: 'PayamSmsApiError', code: 'E132' });
  });

  it('of one text is the refusal of each of its messages, in one call', async () => {
    const { sms, batches } = setUpSms(() => answering({ code: 'E132', description: '' }));
    const messages = differing(250).map((message) => ({ ...message, body: 'one text' }));
    expect((await sms.sendMany(messages)).rejected).toHaveLength(250);
    expect(batches).toHaveLength(1);
  });

  it('for its sender is searched among the senders', async () => {
    const { sms, batches } = setUpSms((items) =>
      items.some((item) => (item as WireMessage).sender === '983000')
        ? answering({ code: 'E223', description: '' })
        : acceptAll(items),
    );
    const messages = differing(250).map((message, i) => ({
      ...message,
      sender: i % 2 === 0 ? '3000' : '4000',
    }));
    const { accepted, rejected } = await sms.sendMany(messages);
    expect([accepted.length, rejected.length]).toEqual([125, 125]);
    expect(batches.length).toBeLessThanOrEqual(3);
  });

  it.each(['E2', 'E4', 'E5', 'E107', 'E303'])(
    'with %s stands for all, in one call',
    async (code) => {
      const { sms, batches } = setUpSms(() => answering({ code, description: '' }));
      const { rejected } = await sms.sendMany(differing(250));
      expect(rejected).toHaveLength(250);
      expect(batches).toHaveLength(1);
    },
  );

  it('settles a half whose answer is lost, and goes on with the others', async () => {
    let calls = 0;
    const refuse = refusing('E132', 7);
    const { sms, states, batches } = setUpSms((items) => {
      if (++calls !== 2) return refuse(items);
      for (const { customerId } of items) states.set(customerId, [`s${customerId}`]);
      throw new PayamSmsTransportError('send', { cause: new Error('reset') });
    });
    const report = await sms.sendMany(differing(20));
    expect(report.accepted.length + report.rejected.length).toBe(20);
    expect(report.accepted.filter(({ settled }) => settled)).toHaveLength(batches[1]!.length);
  });

  it('stops when the signal is aborted, and keeps what was accepted so far', async () => {
    const abort = new AbortController();
    let calls = 0;
    const refuse = refusing('E132', 0);
    const { sms } = setUpSms((items) => {
      if (++calls === 3) abort.abort();
      return refuse(items);
    });
    const report = await sms.sendMany(differing(16), { signal: abort.signal });
    expect(report.accepted.length + report.unsent.length).toBe(16);
    expect(new Set(report.unsent.map(({ reason }) => reason))).toEqual(new Set(['aborted']));
  });

  it('that comes late is no word on another half whose answer was lost', async () => {
    const late = deferred<SendAnswer>();
    let calls = 0;
    const { sms, lookup } = setUpSms(
      () => {
        calls++;
        if (calls === 2) throw new PayamSmsTransportError('send', { cause: new Error('reset') });
        return calls === 3 ? late.promise : answering({ code: 'E132', description: '' });
      },
      { sendDeadlineMs: 500 },
    );
    const ask = lookup.ask.getMockImplementation()!;
    lookup.ask.mockImplementation((ids) => {
      // Nothing is looked for while the third call may still be answered in time.
      late.resolve(answering({ code: 'E132', description: '' }));
      return ask(ids);
    });
    const { unknown, unsent } = await sms.sendMany(differing(8));
    expect(calls).toBe(3);
    expect(unknown).toHaveLength(4);
    expect(unsent).toHaveLength(4);
  });

  it('keeps the order of the input in what a stream tells', async () => {
    const { sms } = setUpSms(refusing('E132', 11, 12));
    const indexes: number[] = [];
    for await (const { index } of sms.stream(differing(40))) indexes.push(index);
    expect(indexes).toEqual(Array.from({ length: 40 }, (_, i) => i));
  });

  it('ends for want of credit when a half is refused for that', async () => {
    let calls = 0;
    const refuse = refusing('E132', 0);
    const { sms } = setUpSms((items) =>
      ++calls < 3 ? refuse(items) : answering({ code: 'E6', description: '' }),
    );
    const report = await sms.sendMany(differing(16));
    expect(report.stopped).toBe('credit');
    expect(report.rejected).toEqual([]);
    expect(new Set(report.unsent.map(({ reason }) => reason))).toEqual(new Set(['credit']));
  });
});

/** As {@link refusing}, with an entry for each message that bears its ids beside the code. */
const naming =
  (code: string, ...bad: number[]) =>
  (items: Items) => {
    const numbers = new Set(bad.map(numberOf));
    return items.some(({ recipient }) => numbers.has(recipient))
      ? entriesOf(items, () => ({ code, description: 'of one of them' }))
      : acceptAll(items);
  };

function entriesOf(items: Items, what: (at: number) => object) {
  return answering({
    entries: items.map(({ customerId, recipient }, at) => {
      return { customerId, mobile: recipient, ...what(at) } as SendEntry;
    }),
  });
}

describe('a call in which each message is refused by its name, with one code', () => {
  it('is searched: one bad message of 250 is rejected alone', async () => {
    const { sms, batches } = setUpSms(naming('E132', 17));
    const report = await sms.sendMany(differing(250));
    expect(report.rejected).toMatchObject([{ index: 17, code: 'E132', local: false }]);
    expect([report.accepted.length, report.unsent, report.unknown]).toEqual([249, [], []]);
    expect(batches.length).toBeLessThanOrEqual(17);
  });

  it('is confirmed, message by message, where all are bad', async () => {
    const { sms, batches } = setUpSms(naming('E800', 0, 1, 2));
    const { rejected } = await sms.sendMany(differing(3));
    expect(rejected.map(({ index, code }) => [index, code])).toEqual([
      [0, 'E800'],
      [1, 'E800'],
      [2, 'E800'],
    ]);
    expect(batches.length).toBeLessThanOrEqual(5);
  });

  it('leaves unsent what is still together after 40 calls, and rejects no good one', async () => {
    const all = Array.from({ length: 250 }, (_, i) => i);
    const { sms, batches } = setUpSms(naming('E132', ...all.filter((i) => i % 3 === 0)));
    const { accepted, rejected, unsent } = await sms.sendMany(differing(250));
    expect(accepted.length + rejected.length + unsent.length).toBe(250);
    expect(batches).toHaveLength(40);
    expect(rejected.every(({ index }) => index % 3 === 0)).toBe(true);
    expect(new Set(unsent.map(({ reason }) => reason))).toEqual(new Set(['refused']));
  });

  it('is what it says once the service has taken a message beside a refused one', async () => {
    const { sms, batches } = setUpSms((items) =>
      entriesOf(items, (at) =>
        batches.length === 1 && at > 0 ? { serverId: `s${at}` } : { code: 'E800', description: '' },
      ),
    );
    expect((await sms.sendMany(differing(3))).rejected.map(({ index }) => index)).toEqual([0]);
    expect((await sms.sendMany(differing(250))).rejected).toHaveLength(250);
    expect(batches).toHaveLength(2);
  });

  it('keeps a message open whose own call was lost, whatever was said of it before', async () => {
    let calls = 0;
    const refuse = naming('E132', 0);
    const { sms, states, batches } = setUpSms((items) => {
      if (++calls !== 3) return refuse(items);
      for (const { customerId } of items) states.set(customerId, [`s${customerId}`]);
      throw new PayamSmsTransportError('send', { cause: new Error('reset') });
    });
    const report = await sms.sendMany(differing(16));
    expect(report.rejected.map(({ index }) => index)).toEqual([0]);
    expect(report.accepted).toHaveLength(15);
    expect(report.accepted.filter(({ settled }) => settled)).toHaveLength(batches[2]!.length);
  });
});
