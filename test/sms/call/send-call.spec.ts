import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WireTime } from '../../../lib/api/wire-time.js';
import { NothingToSend } from '../../../lib/http/attempt.js';
import { SendAttempt } from '../../../lib/sms/call/send-attempt.js';
import { SendCall } from '../../../lib/sms/call/send-call.js';
import { unsent } from '../../../lib/sms/call/outcome.js';
import { SendRun } from '../../../lib/sms/run/send-run.js';
import { PayamSmsTransportError } from '../../../lib/errors/transport.error.js';
import { prepared } from '../../support/messages.js';

const TIME = new WireTime('Asia/Tehran');
const cause = new PayamSmsTransportError('send', { cause: new Error('reset') });

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function setUp(count = 3) {
  const runs = Array.from(
    { length: count },
    () => new SendRun({ urgent: true, resume: false, guarantee: 'once', sendDeadlineMs: 10_000 }),
  );
  const attempts = runs.map((run, i) => new SendAttempt([prepared(i)], run, run.newDeadline()));
  return { runs, attempts, messages: attempts.map(({ messages }) => messages[0]!) };
}

describe('a call', () => {
  it('takes its attempts when there is a place for it, and only those that still wait', () => {
    const { runs, attempts, messages } = setUp();
    const take = jest.fn(() => attempts);
    const call = new SendCall(TIME, { take, takeFailed: () => [] });
    expect(take).not.toHaveBeenCalled();
    runs[1]!.stop('aborted');
    expect(call.load()).toEqual([messages[0], messages[2]]);
    expect(call.load()).toEqual([messages[0], messages[2]]);
    expect(take).toHaveBeenCalledTimes(1);
  });

  it('leaves without an attempt that may not leave any more', () => {
    const { runs, attempts, messages } = setUp();
    const call = SendCall.of(TIME, attempts);
    expect(call.load()).toEqual(messages);
    runs[0]!.stop('aborted');
    call.leave();
    expect(call.messages).toEqual([messages[1], messages[2]]);
    expect(attempts.map(({ hasLeft }) => hasLeft)).toEqual([false, true, true]);
  });

  it('leaves again, after a 401, without those that were stopped meanwhile', () => {
    const { runs, attempts, messages } = setUp();
    const call = SendCall.of(TIME, attempts);
    call.leave();
    runs[2]!.stop('aborted');
    call.comeBack();
    call.leave();
    expect(call.messages).toEqual([messages[0], messages[1]]);
  });

  it('does not leave when none of its attempts may', () => {
    const { runs, attempts } = setUp();
    const call = SendCall.of(TIME, attempts);
    for (const run of runs) run.stop('aborted');
    expect(() => call.load()).toThrow(NothingToSend);
    expect(() => call.leave()).toThrow(NothingToSend);
  });

  it('waits for nothing more, and takes nothing, once it is wanted no more', () => {
    const { attempts } = setUp();
    const take = jest.fn(() => attempts);
    const call = new SendCall(TIME, { take, takeFailed: take });
    call.cancel();
    expect(call.signal.aborted).toBe(true);
    expect(() => call.load()).toThrow(NothingToSend);
    expect(take).not.toHaveBeenCalled();
  });

  it('waits for nothing more once all of its attempts have ended', () => {
    const { runs, attempts } = setUp();
    const call = SendCall.of(TIME, attempts);
    runs[0]!.stop('aborted');
    runs[1]!.stop('aborted');
    expect(call.signal.aborted).toBe(false);
    runs[2]!.stop('aborted');
    expect(call.signal.aborted).toBe(true);
  });

  it('has the dates dropped that come while it waits', () => {
    const { attempts, messages } = setUp(1);
    const inAMinute = new Date(Date.now() + 60_000);
    const message = Object.assign(messages[0]!, { sendDate: TIME.format(inAMinute) });
    const call = SendCall.of(TIME, attempts);
    call.load();
    expect(message.sendDate).toBeDefined();
    jest.setSystemTime(inAMinute);
    call.leave();
    expect(message.sendDate).toBeUndefined();
  });
});

describe('the result of a call', () => {
  it('is given to its attempts, to each its own part', async () => {
    const { attempts, messages } = setUp();
    const call = SendCall.of(TIME, attempts);
    call.leave();
    const unclaimed: never[] = [];
    call.settle({
      hasLeft: true,
      certain: [unsent(messages[2]!, 'refused'), unsent(messages[0]!, 'credit')],
      inDoubt: { messages: [messages[1]!], cause, unclaimed },
    });
    expect(await Promise.all(attempts.map(({ result }) => result))).toEqual([
      { hasLeft: true, certain: [unsent(messages[0]!, 'credit')] },
      { hasLeft: true, certain: [], inDoubt: { messages: [messages[1]], cause, unclaimed } },
      { hasLeft: true, certain: [unsent(messages[2]!, 'refused')] },
    ]);
  });

  it('of a call that failed before it took any is that of those that it fails for', async () => {
    const { attempts } = setUp();
    const call = new SendCall(TIME, { take: () => [], takeFailed: () => attempts });
    const defect = new TypeError('of the program');
    call.fail(defect);
    const ends = await Promise.allSettled(attempts.map(({ result }) => result));
    expect(ends).toEqual(attempts.map(() => ({ status: 'rejected', reason: defect })));
  });
});
