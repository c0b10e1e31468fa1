import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { StatusAnswers, StatusLookup } from '../../../lib/api/status-lookup.js';
import { PayamSmsApiError } from '../../../lib/errors/api.error.js';
import type { CallOptions } from '../../../lib/http/authorized-client.js';
import { SharedStatusLookup } from '../../../lib/sms/reconcile/shared-status-lookup.js';
import { Deadline } from '../../../lib/sms/run/deadline.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

const NOTHING: StatusAnswers = { rows: new Map(), unreadable: new Map(), errors: [] };

function setUp(answer: (ids: string[]) => Promise<StatusAnswers> = async () => NOTHING) {
  const calls: { ids: string[]; options: CallOptions }[] = [];
  const statuses = {
    ask: (ids: string[], _: string, options: CallOptions) => {
      calls.push({ ids, options });
      return answer(ids);
    },
  };
  const shared = new SharedStatusLookup(statuses as unknown as StatusLookup, { batchSize: 3 });
  const answers: Promise<StatusAnswers>[] = [];
  const ask = (ids: string[], urgent = false, deadline = new Deadline()) => {
    answers.push(shared.ask(ids, { deadline, urgent }));
    return deadline;
  };
  return { calls, ask, answers };
}

describe('questions for states', () => {
  it('that come within 10 ms share their calls, as many ids in each as a batch has', async () => {
    const { calls, ask } = setUp();
    ask(['a', 'b']);
    await jest.advanceTimersByTimeAsync(9);
    ask(['c']);
    ask(['d', 'e', 'f', 'g']);
    ask(['h']);
    expect(calls).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(calls.map(({ ids }) => ids)).toEqual([['a', 'b', 'c'], ['d', 'e', 'f', 'g'], ['h']]);
  });

  it('are urgent together where one is', async () => {
    const { calls, ask } = setUp();
    ask(['a']);
    ask(['b'], true);
    await jest.advanceTimersByTimeAsync(10);
    expect(calls.map(({ options }) => options.urgent)).toEqual([true]);
  });

  it('end when all their deadlines are over, and have their last chance with the first', async () => {
    const { calls, ask } = setUp(() => new Promise(() => {}));
    ask(['a']).within(1_000);
    ask(['b']).within(5_000);
    const states = () => {
      const { signal, lastChance } = calls[0]!.options.attempt!;
      return { isOver: signal.aborted, isLastChance: lastChance!.aborted };
    };
    await jest.advanceTimersByTimeAsync(799);
    expect(states()).toEqual({ isOver: false, isLastChance: false });
    await jest.advanceTimersByTimeAsync(1);
    expect(states()).toEqual({ isOver: false, isLastChance: true });
    await jest.advanceTimersByTimeAsync(4_199);
    expect(states()).toEqual({ isOver: false, isLastChance: true });
    await jest.advanceTimersByTimeAsync(1);
    expect(states()).toEqual({ isOver: true, isLastChance: true });
  });

  it('do not wait for others when it is the last chance of one', async () => {
    const { calls, ask } = setUp();
    const late = new Deadline();
    late.within(1_000);
    await jest.advanceTimersByTimeAsync(800);
    ask(['a']);
    ask(['b'], false, late);
    await jest.advanceTimersByTimeAsync(0);
    expect(calls.map(({ ids }) => ids)).toEqual([['a', 'b']]);
    late.clear();
  });

  it('are each asked by themselves where the service refuses their call: one id may be why', async () => {
    const refused = new PayamSmsApiError('getStatus', { status: 400, code: 'E999' });
    const { calls, ask, answers } = setUp(async (ids) =>
      ids.includes('odd') ? { ...NOTHING, errors: [refused] } : NOTHING,
    );
    for (const id of ['a', 'odd', 'c']) ask([id]);
    await jest.advanceTimersByTimeAsync(10);
    const found = await Promise.all(answers);
    expect(found.map(({ errors }) => errors)).toEqual([[], [refused], []]);
    expect(calls.map(({ ids }) => ids)).toEqual([['a', 'odd', 'c'], ['a'], ['odd'], ['c']]);
  });
});
