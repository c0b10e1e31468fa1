import { describe, expect, it } from '@jest/globals';
import type { SendOutcome, SmsMessage } from 'nestjs-payamsms';
import { bootApp } from '../support/boot.js';
import { startSimulator, sendsTo } from '../support/simulator.js';
import { mobile } from '../support/numbers.js';
import { until } from '../support/waiting.js';

/** Texts that share nothing but their sender. */
const texts = (count: number): SmsMessage[] =>
  Array.from({ length: count }, (_, index) => ({
    recipient: mobile(index),
    body: `text ${index}`,
  }));

async function* endingBadly(count: number): AsyncIterable<SmsMessage> {
  yield* texts(count);
  await Promise.resolve();
  yield { recipient: 'nobody', body: 'lost' };
}

function* breakingOff(count: number): Iterable<SmsMessage> {
  yield* texts(count);
  throw new Error('the database is gone');
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe('stream', () => {
  it('takes messages as they come and tells progress, counted', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 10 });
    const progress: number[] = [];
    const outcomes = await all(
      sms.stream(endingBadly(24), {
        onProgress: ({ accepted, rejected }) => progress.push(accepted + rejected),
      }),
    );
    expect(outcomes.map(({ index }) => index)).toEqual([...Array(25).keys()]);
    expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', code: 'E43', local: true });
    expect(progress).toEqual([10, 20, 25]);
  });

  it('yields the first outcomes while later messages are still being made', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 1, maxConcurrency: 1 });
    let made = 0;
    function* source() {
      for (const text of texts(1_000)) {
        made++;
        yield text;
      }
    }
    for await (const outcome of sms.stream(source())) {
      expect(outcome.status).toBe('accepted');
      if (outcome.index === 4) break;
    }
    expect(made).toBeLessThan(20);
    expect(sendsTo(sim)).toBeLessThan(20);
  });

  it('stops when its signal is aborted, and what it had pulled is told as unsent', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 2, maxConcurrency: 1 });
    const abort = new AbortController();
    const outcomes: SendOutcome[] = [];
    for await (const outcome of sms.stream(texts(100), { signal: abort.signal })) {
      outcomes.push(outcome);
      abort.abort();
    }
    expect(outcomes.length).toBeLessThan(10);
    expect(outcomes.map(({ index }) => index)).toEqual([...outcomes.keys()]);
    const accepted = outcomes.filter(({ status }) => status === 'accepted');
    expect(sim.messages).toHaveLength(accepted.length);
    for (const outcome of outcomes.slice(accepted.length)) {
      expect(outcome).toMatchObject({ status: 'unsent', reason: 'aborted' });
    }
  });
});

describe('an input that breaks off', () => {
  it('does not hide what became of the messages before it', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 2 });
    const outcomes: SendOutcome[] = [];
    const sending = (async () => {
      for await (const outcome of sms.stream(breakingOff(4))) outcomes.push(outcome);
    })();
    await expect(sending).rejects.toThrow('the database is gone');
    await until('4 messages are accepted', () => sim.messages.length === 4);
    expect(outcomes.map(({ status }) => status)).toEqual(Array(4).fill('accepted'));
  });
});

it('takes and sends nothing when its signal is aborted already', async () => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  let taken = 0;
  function* source() {
    for (const text of texts(2)) {
      taken++;
      yield text;
    }
  }
  const report = await sms.sendMany(source(), { signal: AbortSignal.abort() });
  expect(report).toEqual({
    accepted: [],
    rejected: [],
    unsent: [],
    unknown: [],
    stopped: 'aborted',
  });
  expect(taken).toBe(0);
  expect(sim.requests).toEqual([]);
});
