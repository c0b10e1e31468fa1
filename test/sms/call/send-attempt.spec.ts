import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { apiErrorOf } from '../../../lib/api/answer.js';
import { SendAttempt } from '../../../lib/sms/call/send-attempt.js';
import { unsent } from '../../../lib/sms/call/outcome.js';
import { SendRun } from '../../../lib/sms/run/send-run.js';
import { prepared } from '../../support/messages.js';

const SEND_DEADLINE_MS = 10_000;

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function setUp({ stop, count = 1 }: { stop?: (run: SendRun) => void; count?: number } = {}) {
  const run = new SendRun({
    urgent: false,
    resume: false,
    guarantee: 'once',
    sendDeadlineMs: SEND_DEADLINE_MS,
  });
  stop?.(run);
  const deadline = run.newDeadline();
  const messages = Array.from({ length: count }, (_, i) => prepared(i));
  const attempt = new SendAttempt(messages, run, deadline);
  return { run, deadline, attempt, messages };
}

const isUnsent = (reason: string, hasLeft = false) => ({
  hasLeft,
  certain: [{ status: 'unsent', reason }],
});
const IN_DOUBT = {
  hasLeft: true,
  certain: [],
  inDoubt: { cause: { name: 'PayamSmsTransportError', requestSent: true } },
};

describe('an attempt that has not left', () => {
  it('ends when its run is stopped, for the reason of that', async () => {
    const { run, attempt } = setUp();
    run.stop('aborted');
    expect(await attempt.result).toMatchObject(isUnsent('aborted'));
    expect([attempt.isEnded, attempt.leave()]).toEqual([true, false]);
  });

  it('ends when its deadline is over', async () => {
    const { deadline, attempt } = setUp();
    deadline.within(1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await attempt.result).toMatchObject(isUnsent('unreachable'));
  });

  it('leaves no more once its last chance has come', async () => {
    const { deadline, attempt } = setUp();
    deadline.within(1_000);
    jest.advanceTimersByTime(800);
    expect([attempt.isEnded, attempt.leave(), attempt.hasLeft]).toEqual([false, false, false]);
    expect(await attempt.result).toMatchObject(isUnsent('unreachable'));
  });

  it.each([
    ['stopped', (run: SendRun) => run.stop('credit'), 'credit'],
    ['shut down without any time', (run: SendRun) => run.shutDown(0), 'shutdown'],
  ])('has ended when its run is %s already', async (_, stop, reason) => {
    const { attempt } = setUp({ stop });
    expect(attempt.isEnded).toBe(true);
    expect(await attempt.result).toMatchObject(isUnsent(reason));
  });

  it('tells what holds it that it has ended', () => {
    const { attempt, run } = setUp();
    attempt.onEnd = jest.fn();
    run.stop('aborted');
    expect(attempt.onEnd).toHaveBeenCalledTimes(1);
  });
});

describe('an attempt that has left', () => {
  it('has its deadline from then on', () => {
    const { attempt, deadline } = setUp();
    expect(deadline.leftMs).toBe(Infinity);
    expect(attempt.leave()).toBe(true);
    expect(deadline.leftMs).toBe(SEND_DEADLINE_MS);
    deadline.clear();
  });

  it('goes on when its run is stopped', () => {
    const { attempt, run, deadline } = setUp();
    attempt.leave();
    run.stop('shutdown');
    expect(attempt.isEnded).toBe(false);
    deadline.clear();
  });

  it('is looked up at its last chance, and what it comes to afterwards is not lost', async () => {
    const { attempt, messages } = setUp();
    attempt.leave();
    await jest.advanceTimersByTimeAsync(SEND_DEADLINE_MS - 1_000);
    const { inDoubt, ...rest } = await attempt.result;
    expect({ inDoubt, ...rest }).toMatchObject(IN_DOUBT);
    expect([attempt.isEnded, inDoubt!.late!.messages]).toEqual([false, messages]);

    const late = { hasLeft: true, certain: [unsent(messages[0]!, 'refused')] };
    attempt.settle(late);
    expect(await inDoubt!.late!.result).toBe(late);
    attempt.deadline.clear();
  });

  it('ends when its deadline is over, and its messages are in doubt', async () => {
    const { attempt } = setUp();
    attempt.leave();
    await jest.advanceTimersByTimeAsync(SEND_DEADLINE_MS);
    const { inDoubt } = await attempt.result;
    expect(await inDoubt!.late!.result).toMatchObject(IN_DOUBT);
    expect([attempt.hasLeft, attempt.isEnded]).toEqual([true, true]);
  });

  it('and has come back, ends when its run was stopped meanwhile', async () => {
    const { attempt, run, deadline } = setUp();
    attempt.leave();
    run.stop('aborted');
    attempt.comeBack();
    expect(await attempt.result).toMatchObject(isUnsent('aborted'));
    expect(attempt.leave()).toBe(false);
    deadline.clear();
  });

  it('and has come back, may leave again', () => {
    const { attempt, deadline } = setUp();
    attempt.leave();
    attempt.comeBack();
    expect(attempt.hasLeft).toBe(false);
    expect([attempt.leave(), attempt.hasLeft]).toEqual([true, true]);
    deadline.clear();
  });
});

describe('an attempt that is split', () => {
  it('comes to what its parts come to, whatever ends its run', async () => {
    const { attempt, messages, run } = setUp({ count: 3 });
    const [first, second, third] = attempt.split() as [SendAttempt, SendAttempt, SendAttempt];
    const refusal = apiErrorOf(
      { operation: 'send', status: 200 },
      { code: 'E132', description: '' },
    );
    second.leave();
    second.settle({ hasLeft: true, certain: [unsent(messages[1]!, 'refused', refusal)] });
    third.leave();
    run.stop('aborted');
    third.settle({
      hasLeft: true,
      certain: [],
      inDoubt: { messages: [messages[2]!], cause: refusal },
    });
    expect([first.isEnded, attempt.isEnded]).toEqual([true, true]);
    expect(await attempt.result).toMatchObject({
      hasLeft: true,
      certain: [
        { index: 0, reason: 'aborted' },
        { index: 1, reason: 'refused' },
      ],
      inDoubt: { messages: [messages[2]], cause: refusal },
    });
    attempt.deadline.clear();
  });

  it('is itself where it has one message', () => {
    const { attempt } = setUp();
    expect(attempt.split()).toEqual([attempt]);
    expect(attempt.isEnded).toBe(false);
  });
});

it('fails with a defect as it is', async () => {
  const { attempt } = setUp();
  const defect = new TypeError('of the program');
  attempt.fail(defect);
  await expect(attempt.result).rejects.toBe(defect);
});

it('listens to nothing any more once it has ended', async () => {
  const { attempt, run } = setUp();
  const result = { hasLeft: true, certain: [] };
  attempt.settle(result);
  run.stop('aborted');
  expect(await attempt.result).toBe(result);
});
