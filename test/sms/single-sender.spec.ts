import { describe, expect, it, jest } from '@jest/globals';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { nextTurn } from '../../lib/concurrency/timers.js';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import type { SendEvent } from '../../lib/sms/send-log.js';
import type { AcceptedSms, SendOneOptions, SmsMessage } from '../../lib/sms/sms.types.js';
import { atEnd } from '../support/at-end.js';
import { deferred } from '../support/deferred.js';
import { numberOf } from '../support/messages.js';
import { acceptAll, answering, type Items, setUpSms, someMessages } from '../support/sms.js';
import { until } from '../support/waiting.js';

type Sms = ReturnType<typeof setUpSms>['sms'];

const texts = (count: number): SmsMessage[] =>
  someMessages(count).map((message, i) => ({ ...message, body: `text ${i}` }));

const sendAll = (sms: Sms, messages: readonly SmsMessage[], options?: SendOneOptions) =>
  Promise.allSettled(messages.map((message) => sms.send(message, options)));

/** What became of each, in a word. */
const wordsOf = (ends: PromiseSettledResult<AcceptedSms>[]): string[] =>
  ends.map((end) => {
    if (end.status === 'fulfilled') return end.value.serverId;
    const { name, code, reason } = end.reason as { name: string; code?: string; reason?: string };
    return code ?? reason ?? name;
  });

const idsOf = (count: number) => Array.from({ length: count }, (_, i) => `s${numberOf(i)}`);
const sizes = (batches: readonly Items[]) => batches.map((items) => items.length);

describe('single messages', () => {
  it('leave alone and at once where there is a place', async () => {
    const { sms, batches } = setUpSms();
    expect(wordsOf(await sendAll(sms, texts(3)))).toEqual(idsOf(3));
    expect(sizes(batches)).toEqual([1, 1, 1]);
  });

  it('that have to wait leave together, up to batchSize in a call, each with its own id', async () => {
    const { sms, batches, takePlaces } = setUpSms(acceptAll, { batchSize: 4, maxConcurrency: 2 });
    const givePlaces = takePlaces();
    const ends = sendAll(sms, texts(10));
    givePlaces();
    expect(wordsOf(await ends)).toEqual(idsOf(10));
    expect(sizes(batches)).toEqual([4, 4, 2]);
  });

  it('leave in the order in which they came', async () => {
    const { sms, batches, takePlaces } = setUpSms(acceptAll, { batchSize: 2, maxConcurrency: 1 });
    const givePlaces = takePlaces();
    const ends = sendAll(sms, texts(5));
    givePlaces();
    await ends;
    const order = batches.flatMap((items) => items.map(({ recipient }) => recipient));
    expect(order).toEqual([0, 1, 2, 3, 4].map(numberOf));
  });

  it('with the same customerId never share a call', async () => {
    const { sms, batches, takePlaces } = setUpSms();
    const givePlaces = takePlaces();
    const same = texts(3).map((message) => ({ ...message, customerId: 'mine' }));
    const ends = sendAll(sms, same);
    givePlaces();
    expect(wordsOf(await ends)).toEqual(idsOf(3));
    expect(sizes(batches)).toEqual([1, 1, 1]);
  });

  it('with the same customerId, however many, keep no others from their calls', async () => {
    const { sms, batches, takePlaces } = setUpSms(acceptAll, { batchSize: 4, maxConcurrency: 1 });
    const givePlaces = takePlaces();
    const messages = texts(40).map((message, i) =>
      i < 10 ? { ...message, customerId: 'mine' } : message,
    );
    const ends = sendAll(sms, messages);
    givePlaces();
    expect(wordsOf(await ends)).toEqual(idsOf(40));
    expect(sizes(batches).slice(0, 10)).toEqual(Array(10).fill(4));
  });

  it('give the index 0, as a message does that was sent alone', async () => {
    const { sms, takePlaces } = setUpSms();
    const givePlaces = takePlaces();
    const sent = Promise.all(texts(3).map((message) => sms.send(message)));
    givePlaces();
    expect((await sent).map(({ index }) => index)).toEqual([0, 0, 0]);
  });

  it('are each an event and an acceptance of their own', async () => {
    const events: SendEvent[] = [];
    const note = (event: unknown) => void events.push(event as SendEvent);
    subscribe('payamsms:send', note);
    atEnd(() => void unsubscribe('payamsms:send', note));
    const { sms, feed, takePlaces } = setUpSms();
    const accepted: number[] = [];
    feed.subscribe(async (some) => void accepted.push(some.length));
    const givePlaces = takePlaces();
    const ends = sendAll(sms, texts(3));
    givePlaces();
    await ends;
    expect(events.map(({ messages, sends }) => [messages, sends])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(accepted).toEqual([1, 1, 1]);
  });
});

describe('a message that waits with others', () => {
  it('and is aborted leaves the group, and the others go on', async () => {
    const { sms, batches, takePlaces } = setUpSms();
    const givePlaces = takePlaces();
    const controller = new AbortController();
    const [a, b, c] = texts(3) as [SmsMessage, SmsMessage, SmsMessage];
    const aborted = sms.send(b, { signal: controller.signal });
    const others = sendAll(sms, [a, c]);
    controller.abort();
    await expect(aborted).rejects.toMatchObject({ reason: 'aborted' });
    givePlaces();
    expect(wordsOf(await others)).toEqual([`s${numberOf(0)}`, `s${numberOf(2)}`]);
    expect(sizes(batches)).toEqual([2]);
  });

  it('until its time is over leaves the group, and the others go on', async () => {
    const { sms, batches, takePlaces } = setUpSms();
    const givePlaces = takePlaces();
    const [a, b] = texts(2) as [SmsMessage, SmsMessage];
    const others = sendAll(sms, [a]);
    await expect(sms.send(b, { deadlineMs: 30 })).rejects.toMatchObject({ reason: 'unreachable' });
    givePlaces();
    expect(wordsOf(await others)).toEqual(idsOf(1));
    expect(sizes(batches)).toEqual([1]);
  });

  it('makes no call when none of them waits any more', async () => {
    const { sms, api, batches, takePlaces } = setUpSms();
    const givePlaces = takePlaces();
    const controller = new AbortController();
    const ends = sendAll(sms, texts(3), { signal: controller.signal });
    const { attempt } = api.send.mock.calls[0]![1]!;
    expect(attempt!.signal.aborted).toBe(false);
    controller.abort();
    expect(wordsOf(await ends)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(attempt!.signal.aborted).toBe(true);
    givePlaces();
    await Promise.allSettled(api.send.mock.results.map(({ value }) => value));
    expect(batches).toEqual([]);
  });

  it('is unsent when the app shuts down', async () => {
    const { sms, runs, batches, takePlaces } = setUpSms();
    takePlaces();
    const ends = sendAll(sms, texts(3));
    await runs.onApplicationShutdown();
    expect(wordsOf(await ends)).toEqual(['shutdown', 'shutdown', 'shutdown']);
    await expect(sms.send(texts(1)[0]!)).rejects.toMatchObject({ reason: 'shutdown' });
    expect(batches).toEqual([]);
  });

  it('is refused at once where its signal is none, and nothing is left of it', async () => {
    jest.useFakeTimers();
    atEnd(() => void jest.useRealTimers());
    const { sms, takePlaces } = setUpSms();
    takePlaces();
    const signal = {} as AbortSignal;
    await expect(sms.send(texts(1)[0]!, { signal })).rejects.toThrow(TypeError);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind, however many lengths of waits there were', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'queueMicrotask', 'nextTick'] });
    atEnd(() => void jest.useRealTimers());
    const { sms, takePlaces } = setUpSms();
    const givePlaces = takePlaces();
    const ends = texts(20).map((message, i) => sms.send(message, { deadlineMs: 10_000 + i }));
    givePlaces();
    await Promise.all(ends);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('to be sent again is unsent for the shutdown when the app shuts down', async () => {
    const { sms, runs, takePlaces, batches } = setUpSms(failing(1));
    const sent = sms.send(texts(1)[0]!);
    await until('it has left', () => batches.length > 0);
    takePlaces();
    const end = Promise.allSettled([sent]);
    // Looked up twice, it is absent, and waits for a place.
    await nextTurn();
    await runs.onApplicationShutdown();
    expect(wordsOf(await end)).toEqual(['shutdown']);
  });

  it('fails when the login is refused, which is asked for no more often than there are calls', async () => {
    const { sms, api, takePlaces } = setUpSms(acceptAll, { batchSize: 4, maxConcurrency: 2 });
    takePlaces();
    const refused = new PayamSmsAuthenticationError('no', { status: 401 });
    api.send.mockImplementation(async () => {
      throw refused;
    });
    const ends = await sendAll(sms, texts(40));
    expect(new Set(wordsOf(ends))).toEqual(new Set(['authentication']));
    // Two that began before all had come, one for all that came meanwhile, and not one for each four.
    expect(api.send.mock.calls.length).toBeLessThanOrEqual(4);
  });

  it('does not fail with a login that was tried before it came', async () => {
    const { sms, api, takePlaces } = setUpSms();
    const givePlaces = takePlaces();
    const login = deferred();
    api.send.mockImplementationOnce(async () => {
      await login.promise;
      throw new PayamSmsAuthenticationError('no', { status: 401 });
    });
    const [early, late] = texts(2) as [SmsMessage, SmsMessage];
    const [end, outcome] = [sendAll(sms, [early]), sms.send(late)];
    givePlaces();
    login.resolve();
    expect(wordsOf(await end)).toEqual(['authentication']);
    expect(await outcome).toMatchObject({ serverId: `s${numberOf(1)}` });
  });

  it('leaves no call behind that would use up a turn, when the others are wanted no more', async () => {
    const { sms, api, takePlaces } = setUpSms(acceptAll, { batchSize: 2, maxConcurrency: 8 });
    const givePlaces = takePlaces();
    const controller = new AbortController();
    const [first, ...rest] = texts(12) as [SmsMessage, ...SmsMessage[]];
    const outcome = sms.send(first);
    const ends = sendAll(sms, rest, { signal: controller.signal });
    const signals = () => api.send.mock.calls.map(([, call]) => call!.attempt!.signal.aborted);
    expect(signals()).toEqual(Array(6).fill(false));
    controller.abort();
    expect(signals()).toEqual([false, true, true, true, true, true]);
    givePlaces();
    expect(await outcome).toMatchObject({ serverId: `s${numberOf(0)}` });
    expect(new Set(wordsOf(await ends))).toEqual(new Set(['aborted']));
  });

  it('fails with a defect of the program as it is', async () => {
    const { sms, api, takePlaces } = setUpSms();
    takePlaces();
    const defect = new TypeError('of the program');
    api.send.mockImplementation(async () => {
      throw defect;
    });
    const ends = await sendAll(sms, texts(2));
    expect(ends).toEqual([
      { status: 'rejected', reason: defect },
      { status: 'rejected', reason: defect },
    ]);
  });
});

/** Sends so many together, and waits until they have left. */
async function together(count: number, answer: (items: Items) => ReturnType<typeof acceptAll>) {
  const gate = deferred();
  const test = setUpSms(async (items) => {
    await gate.promise;
    return answer(items);
  });
  const givePlaces = test.takePlaces();
  const controllers = Array.from({ length: count }, () => new AbortController());
  const ends = Promise.allSettled(
    texts(count).map((message, i) => test.sms.send(message, { signal: controllers[i]!.signal })),
  );
  givePlaces();
  await until('they have left', () => test.batches.length > 0);
  return { ...test, ends, controllers, gate };
}

/** A service that breaks the first calls off. */
const failing = (times: number) => {
  let calls = 0;
  return (items: Items) => {
    if (++calls <= times) throw new PayamSmsTransportError('send', { cause: new Error('reset') });
    return acceptAll(items);
  };
};

describe('messages that have left together', () => {
  it('get their outcomes though one of them is aborted', async () => {
    const { ends, controllers, gate, batches } = await together(3, acceptAll);
    controllers[1]!.abort();
    gate.resolve();
    expect(wordsOf(await ends)).toEqual(idsOf(3));
    expect(sizes(batches)).toEqual([3]);
  });

  it('are told apart when the call is refused for one of them', async () => {
    const bad = numberOf(7);
    const { ends, gate, batches } = await together(20, (items) =>
      items.some(({ recipient }) => recipient === bad)
        ? answering({ code: 'E132', description: '' })
        : acceptAll(items),
    );
    gate.resolve();
    expect(wordsOf(await ends)).toEqual(idsOf(20).map((id, i) => (i === 7 ? 'E132' : id)));
    expect(batches.length).toBeLessThanOrEqual(9);
  });

  it('are all told apart, even when each of them is refused', async () => {
    const { ends, gate } = await together(60, () => answering({ code: 'E132', description: '' }));
    gate.resolve();
    expect(new Set(wordsOf(await ends))).toEqual(new Set(['E132']));
  });

  it('are not sent again in a half once they are aborted', async () => {
    const { ends, controllers, gate, batches } = await together(4, (items) =>
      items.length > 1 ? answering({ code: 'E132', description: '' }) : acceptAll(items),
    );
    controllers[2]!.abort();
    gate.resolve();
    expect(wordsOf(await ends)).toEqual(idsOf(4).map((id, i) => (i === 2 ? 'aborted' : id)));
    const halves = batches.slice(1).flat();
    expect(halves.some(({ recipient }) => recipient === numberOf(2))).toBe(false);
  });

  it('are looked up together, and those that are absent are sent again together', async () => {
    let calls = 0;
    const { ends, gate, batches, asked, states } = await together(10, (items) => {
      if (++calls > 1) return acceptAll(items);
      for (const { customerId, recipient } of items.slice(0, 4)) {
        states.set(customerId, [`s${recipient}`]);
      }
      throw new PayamSmsTransportError('send', { cause: new Error('reset') });
    });
    gate.resolve();
    expect(wordsOf(await ends)).toEqual(idsOf(10));
    expect(sizes(batches)).toEqual([10, 6]);
    // Twice what went wrong, and once more what was sent again.
    expect(asked.map((ids) => ids.length)).toEqual([10, 6, 6]);
  });
});

describe('a message with which each call fails', () => {
  const bad = numberOf(7);
  const spoiling = (cause: PayamSmsApiError) => (items: Items) => {
    if (!items.some(({ recipient }) => recipient === bad)) return acceptAll(items);
    throw cause.status < 500 ? cause : new PayamSmsTransportError('send', { cause });
  };

  it.each([
    [500, 'unreachable'],
    [403, 'refused'],
  ])('with status %i is %s alone, and the others are accepted', async (status, word) => {
    const answer = spoiling(new PayamSmsApiError('send', { status }));
    const { sms, takePlaces } = setUpSms(answer, { retry: { maxAttempts: 3, baseDelayMs: 0 } });
    const givePlaces = takePlaces();
    const ends = sendAll(sms, texts(50));
    givePlaces();
    expect(wordsOf(await ends)).toEqual(idsOf(50).map((id, i) => (i === 7 ? word : id)));
  });

  it('is not looked for where both halves of a call are refused without a code', async () => {
    const { sms, batches, takePlaces } = setUpSms(() => {
      throw new PayamSmsApiError('send', { status: 403 });
    });
    const givePlaces = takePlaces();
    const ends = sendAll(sms, texts(50));
    givePlaces();
    expect(new Set(wordsOf(await ends))).toEqual(new Set(['refused']));
    expect(sizes(batches)).toEqual([50, 25, 25]);
  });
});

describe('a message that may be texted twice', () => {
  it('is sent again after one lookup, and not looked up for copies', async () => {
    const { sms, batches, asked } = setUpSms(failing(1), { settleMs: 60_000 });
    const [message] = texts(1) as [SmsMessage];
    await sms.send(message, { guarantee: 'at-least-once' });
    expect([batches.length, asked.length]).toEqual([2, 1]);
  });

  it('of many, too', async () => {
    const { sms, batches, asked } = setUpSms(failing(1), { settleMs: 60_000 });
    const { accepted } = await sms.sendMany(texts(5), { guarantee: 'at-least-once' });
    expect([accepted.length, batches.length, asked.length]).toEqual([5, 2, 1]);
  });

  it('is no other guarantee: that is refused by name', async () => {
    const { sms } = setUpSms();
    const guarantee = 'twice' as 'once';
    await expect(sms.send(texts(1)[0]!, { guarantee })).rejects.toThrow(
      "guarantee must be 'once' or 'at-least-once'",
    );
    await expect(sms.sendMany(texts(1), { guarantee })).rejects.toThrow(RangeError);
  });
});

describe('a message that is sent with resume', () => {
  it('is not sent where the service has it', async () => {
    const { sms, states, batches } = setUpSms();
    states.set('mine', ['s1']);
    const sent = await sms.send({ ...texts(1)[0]!, customerId: 'mine' }, { resume: true });
    expect(sent).toMatchObject({ serverId: 's1', settled: true });
    expect(batches).toEqual([]);
  });

  it('is sent where the service does not have it', async () => {
    const { sms, batches, asked } = setUpSms();
    const sent = await sms.send({ ...texts(1)[0]!, customerId: 'mine' }, { resume: true });
    expect([sent.customerId, batches.length, asked[0]]).toEqual(['mine', 1, ['mine']]);
  });

  it('must carry its own customerId', async () => {
    const { sms } = setUpSms();
    await expect(sms.send(texts(1)[0]!, { resume: true })).rejects.toMatchObject({
      code: 'INVALID_CUSTOMER_ID',
      local: true,
    });
  });
});
