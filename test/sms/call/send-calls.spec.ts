import { describe, expect, it } from '@jest/globals';
import type { SendAnswer } from '../../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../../lib/api/payamsms.api.js';
import { nextTurn } from '../../../lib/concurrency/timers.js';
import { WireTime } from '../../../lib/api/wire-time.js';
import type { CallOptions } from '../../../lib/http/authorized-client.js';
import { SendAttempt } from '../../../lib/sms/call/send-attempt.js';
import { SendCall } from '../../../lib/sms/call/send-call.js';
import { SendCaller } from '../../../lib/sms/call/send-caller.js';
import { SendCalls } from '../../../lib/sms/call/send-calls.js';
import { SendRun } from '../../../lib/sms/run/send-run.js';
import { prepared } from '../../support/messages.js';
import { acceptAll, answering, type Items } from '../../support/sms.js';

const TIME = new WireTime('Asia/Tehran');
const REFUSED = answering({ code: 'E132', description: '' });

/** One attempt for each text, and calls that a function answers. */
function setUp(
  texts: readonly string[],
  answer: (items: Items) => SendAnswer | Promise<SendAnswer>,
) {
  const sizes: number[] = [];
  const send = async (load: () => Items, { attempt }: CallOptions) => {
    load();
    attempt!.leave!();
    const items = load();
    sizes.push(items.length);
    return answer(items);
  };
  const api = { time: TIME, send } as unknown as PayamSmsApi;
  const calls = new SendCalls(new SendCaller(api), api);
  const options = {
    urgent: true,
    resume: false,
    guarantee: 'once',
    sendDeadlineMs: 60_000,
  } as const;
  const attempts = texts.map((body, i) => {
    const run = new SendRun(options);
    return new SendAttempt([prepared(i, { body })], run, run.newDeadline());
  });
  const make = async (some = attempts) => {
    await calls.make(SendCall.of(TIME, some), true);
    const results = await Promise.all(some.map(({ result }) => result));
    for (const { deadline } of some) deadline.clear();
    return results.map(({ certain }) =>
      certain.map((one) => ('reason' in one ? one.reason : one.status)),
    );
  };
  return { make, calls, attempts, sizes };
}

const isBad = ({ recipient }: Items[number]) => recipient === prepared(1).recipient;
const refusesWhole = (items: Items) => (items.some(isBad) ? REFUSED : acceptAll(items));

const takesTheFirst = (items: Items) =>
  answering({
    entries: items.map(({ customerId, recipient }) =>
      recipient === prepared(0).recipient
        ? { customerId, serverId: 's0' }
        : { customerId, code: 'E132', description: '' },
    ),
  });

describe('a call that is refused whole', () => {
  it('is made again in halves, until its bad messages are alone', async () => {
    const { make, sizes } = setUp(['a', 'b', 'c', 'd'], refusesWhole);
    expect(await make()).toEqual([['accepted'], ['rejected'], ['accepted'], ['accepted']]);
    expect(sizes[0]).toBe(4);
  });

  it('leaves those unsent for which the last lookup is near: they can be told apart no more', async () => {
    const { make, attempts, sizes } = setUp(['a', 'b', 'c'], (items) => {
      if (sizes.length === 1) attempts[0]!.deadline.lastChance.abort();
      return refusesWhole(items);
    });
    const made = make();
    const { inDoubt } = await attempts[0]!.result;
    await made;
    // Its batch has begun the last lookup, and hears of the refusal afterwards.
    expect(await inDoubt!.late!.result).toMatchObject({ certain: [{ reason: 'refused' }] });
    expect((await made).slice(1)).toEqual([['rejected'], ['accepted']]);
  });

  it('is searched side by side where it has the messages of several runs, for none is to wait for another', async () => {
    const texts = Array.from({ length: 16 }, (_, i) => `text ${i}`);
    const bad = new Set([0, 1, 2, 3].map((i) => prepared(i).recipient));
    const isAmongBad = ({ recipient }: Items[number]) => bad.has(recipient);
    let underWay = 0;
    let most = 0;
    const { make, attempts, calls } = setUp(texts, async (items) => {
      most = Math.max(most, ++underWay);
      await nextTurn();
      underWay--;
      return items.some(isAmongBad) ? REFUSED : acceptAll(items);
    });
    expect((await make()).flat()).toEqual(texts.map((_, i) => (i < 4 ? 'rejected' : 'accepted')));
    expect(most).toBeGreaterThan(2);

    most = 0;
    const { run, deadline } = attempts[0]!;
    const messages = texts.map((body, i) => prepared(i, { body }));
    const batch = new SendAttempt(messages, run, deadline);
    await calls.make(SendCall.of(TIME, [batch]), false);
    await batch.result;
    expect(most).toBe(1);
    deadline.clear();
  });

  it('tells a defect that comes up beside others to all of them', async () => {
    const defect = new TypeError('of the program');
    const texts = Array.from({ length: 8 }, (_, i) => `text ${i}`);
    const { calls, attempts } = setUp(texts, async (items) => {
      await nextTurn();
      if (items.length < 3) throw defect;
      return REFUSED;
    });
    await calls.make(SendCall.of(TIME, attempts), true);
    const ends = await Promise.allSettled(attempts.map(({ result }) => result));
    expect(ends).toEqual(texts.map(() => ({ status: 'rejected', reason: defect })));
    for (const { deadline } of attempts) deadline.clear();
  });

  it('is not searched where the service refuses each message by itself', async () => {
    const { make, attempts, sizes } = setUp(['a', 'b', 'c', 'd'], takesTheFirst);
    expect(await make(attempts.slice(0, 2))).toEqual([['accepted'], ['rejected']]);
    expect(await make(attempts.slice(2))).toEqual([['rejected'], ['rejected']]);
    expect(sizes).toEqual([2, 2]);
  });

  it('for want of credit for one message stops the run of that one alone', async () => {
    const { make, attempts } = setUp(['a', 'b'], ([first]) =>
      answering({
        entries: [
          { customerId: first!.customerId, code: 'E6', description: '' },
          { customerId: 'c1', serverId: 's1' },
        ],
      }),
    );
    expect(await make()).toEqual([['credit'], ['accepted']]);
    expect(attempts.map(({ run }) => run.stopped)).toEqual(['credit', undefined]);
  });

  it('tells a defect that comes up in the search to the batch that it is of', async () => {
    const defect = new TypeError('of the program');
    const { calls, attempts, sizes } = setUp(['a'], (items) => {
      if (sizes.length === 1) return refusesWhole(items);
      throw defect;
    });
    const { run, deadline } = attempts[0]!;
    const messages = ['a', 'b', 'c'].map((body, i) => prepared(i, { body }));
    const batch = new SendAttempt(messages, run, deadline);
    await calls.make(SendCall.of(TIME, [batch]), false);
    await expect(batch.result).rejects.toBe(defect);
    deadline.clear();
  });

  it('for want of credit is the end of all of its runs', async () => {
    const { make, attempts, sizes } = setUp(['a', 'b'], () =>
      answering({ code: 'E6', description: '' }),
    );
    expect(await make()).toEqual([['credit'], ['credit']]);
    expect(attempts.map(({ run }) => run.stopped)).toEqual(['credit', 'credit']);
    expect(sizes).toEqual([2]);
  });
});
