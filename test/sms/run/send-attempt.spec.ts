import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SendAttempt } from '../../../lib/sms/run/send-attempt.js';
import { SendRun } from '../../../lib/sms/run/send-run.js';

const SEND_DEADLINE_MS = 10_000;

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function setUp(stop?: (run: SendRun) => void) {
  const run = new SendRun({ urgent: false, resume: false, sendDeadlineMs: SEND_DEADLINE_MS });
  stop?.(run);
  const deadline = run.newDeadline();
  const onLeave = jest.fn();
  const attempt = new SendAttempt(run, deadline, onLeave);
  const call = jest.fn(() => new Promise<string>(() => {}));
  const outcome = attempt.result(call).catch((error: unknown) => error);
  return { run, deadline, attempt, onLeave, call, outcome };
}

const UNREACHABLE = { name: 'PayamSmsUnsentError', reason: 'unreachable' };
const LATE = { name: 'PayamSmsTransportError', requestSent: true };

describe('an attempt that has not left', () => {
  it('ends when its run is stopped, for the reason of that', async () => {
    const { run, outcome, attempt } = setUp();
    run.stop('aborted');
    expect(await outcome).toMatchObject({ name: 'PayamSmsUnsentError', reason: 'aborted' });
    expect(attempt.signal.aborted).toBe(true);
  });

  it('ends when its deadline is over', async () => {
    const { deadline, outcome } = setUp();
    deadline.within(1_000);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await outcome).toMatchObject(UNREACHABLE);
  });

  it('leaves no more once its last chance has come', () => {
    const { deadline, attempt, onLeave } = setUp();
    deadline.within(1_000);
    jest.advanceTimersByTime(800);
    expect(() => attempt.leave()).toThrow(expect.objectContaining(UNREACHABLE));
    expect(onLeave).not.toHaveBeenCalled();
    expect(attempt.hasLeft).toBe(false);
    expect(attempt.signal.aborted).toBe(false);
  });

  it.each([
    ['stopped', (run: SendRun) => run.stop('credit'), 'credit'],
    ['shut down without any time', (run: SendRun) => run.shutDown(0), 'shutdown'],
  ])('makes no call when its run is %s already', async (_, stop, reason) => {
    const { call, outcome } = setUp(stop);
    expect(await outcome).toMatchObject({ reason });
    expect(call).not.toHaveBeenCalled();
  });
});

describe('an attempt that has left', () => {
  it('has its deadline from then on', () => {
    const { attempt, deadline, onLeave } = setUp();
    expect(deadline.leftMs).toBe(Infinity);
    attempt.leave();
    expect(deadline.leftMs).toBe(SEND_DEADLINE_MS);
    expect(onLeave).toHaveBeenCalledTimes(1);
    deadline.clear();
  });

  it('goes on when its run is stopped', () => {
    const { attempt, run, deadline } = setUp();
    attempt.leave();
    run.stop('shutdown');
    expect(attempt.signal.aborted).toBe(false);
    deadline.clear();
  });

  it('ends when its deadline is over, and its messages are in doubt', async () => {
    const { attempt, outcome } = setUp();
    attempt.leave();
    await jest.advanceTimersByTimeAsync(SEND_DEADLINE_MS);
    expect(await outcome).toMatchObject(LATE);
    expect(attempt).toMatchObject({ hasLeft: true, signal: { aborted: true } });
  });

  it('and has come back, ends when its run was stopped meanwhile', async () => {
    const { attempt, run, outcome, deadline } = setUp();
    attempt.leave();
    run.stop('aborted');
    attempt.comeBack();
    expect(await outcome).toMatchObject({ reason: 'aborted' });
    expect(() => attempt.leave()).toThrow(expect.objectContaining({ reason: 'aborted' }));
    deadline.clear();
  });

  it('and has come back, may leave again', () => {
    const { attempt, deadline, onLeave } = setUp();
    attempt.leave();
    attempt.comeBack();
    expect(attempt.hasLeft).toBe(false);
    attempt.leave();
    expect([attempt.hasLeft, onLeave.mock.calls.length]).toEqual([true, 2]);
    deadline.clear();
  });
});

it('listens to nothing any more once its call has ended', async () => {
  const run = new SendRun({ urgent: false, resume: false, sendDeadlineMs: SEND_DEADLINE_MS });
  const deadline = run.newDeadline();
  const attempt = new SendAttempt(run, deadline, () => {});
  expect(await attempt.result(async () => 'answer')).toBe('answer');
  run.stop('aborted');
  expect(attempt.signal.aborted).toBe(false);
});
