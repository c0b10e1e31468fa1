import { describe, expect, it } from '@jest/globals';
import { PayamSmsTransportError } from '../../../lib/errors/transport.error.js';
import { type BatchState, newBatch, withOutcomes } from '../../../lib/sms/batch/batch-state.js';
import { type CallResult, type InDoubt, Unclaimed } from '../../../lib/sms/call/call-result.js';
import {
  type Circumstances,
  decideAfterCopies,
  decideAfterLookup,
  decideAfterSend,
} from '../../../lib/sms/batch/decide.js';
import { foundAccepted, unsent } from '../../../lib/sms/call/outcome.js';
import type { PreparedSms } from '../../../lib/sms/prepare.js';
import type { Findings } from '../../../lib/sms/reconcile/findings.js';
import { prepared } from '../../support/messages.js';

const a = prepared(0);
const b = prepared(1);
const c = prepared(2);
const batch = [a, b, c];
const cause = new PayamSmsTransportError('send', { cause: new Error('reset') });

const acceptedAs = (message: PreparedSms, serverId: string) => {
  const { settled, ...outcome } = foundAccepted(message, [serverId]);
  void settled;
  return outcome;
};
const accepted = (message: PreparedSms) => acceptedAs(message, `s${message.index}`);

const left = (certain: CallResult['certain'], inDoubt?: readonly PreparedSms[]): CallResult => ({
  hasLeft: true,
  certain,
  ...(inDoubt && { inDoubt: { messages: inDoubt, cause } }),
});

const findings = (some: Partial<Findings> = {}): Findings => ({
  found: new Map(),
  absent: [],
  unsure: [],
  ...some,
});

const foundAs = (...messages: PreparedSms[]): Findings['found'] =>
  new Map(messages.map(({ index, customerId }) => [customerId, [`s${index}`]]));

const FRESH = { resume: false, guarantee: 'once' } as const;
const RESUMED = { ...FRESH, resume: true };

/** A batch whose first send has left all its messages in doubt. */
const doubtful: InDoubt = { messages: batch, cause };
const inDoubt: BatchState = decideAfterSend(newBatch(batch, FRESH), left([], batch));

const IN_TIME: Circumstances = {
  stopped: undefined,
  maySend: true,
  isDeadlineOver: false,
  areClaimed: true,
};
const TOO_LATE_TO_SEND: Circumstances = { ...IN_TIME, maySend: false };
const OVER: Circumstances = { ...TOO_LATE_TO_SEND, isDeadlineOver: true };

/** What an end says of each message, in a word. */
function endOf({ next }: BatchState): string[] {
  if (next.do !== 'end') throw new Error(`expected the end, got ${next.do}`);
  return next.outcomes.map((outcome) => ('reason' in outcome ? outcome.reason : outcome.status));
}

describe('a new batch', () => {
  it('is sent', () => {
    expect(newBatch(batch, FRESH)).toMatchObject({
      sends: 0,
      next: { do: 'send', messages: batch },
    });
  });

  it('is looked up before it is sent where an earlier run may have sent it', () => {
    const { next } = newBatch(batch, RESUMED);
    expect(next).toMatchObject({ do: 'look-up', inDoubt: { messages: batch } });
  });
});

describe('after a send', () => {
  it('a batch has ended when everything is certain', () => {
    const certain = batch.map(accepted);
    const { next, sends } = decideAfterSend(newBatch(batch, FRESH), left(certain));
    expect(next).toEqual({ do: 'end', outcomes: certain });
    expect(sends).toBe(1);
  });

  it('that never left, a batch has ended too, and counts no send', () => {
    const certain = batch.map((message) => unsent(message, 'aborted'));
    const state = decideAfterSend(newBatch(batch, FRESH), { hasLeft: false, certain });
    expect(endOf(state)).toEqual(['aborted', 'aborted', 'aborted']);
    expect(state.sends).toBe(0);
  });

  it('only what is in doubt is looked up', () => {
    const result = left([accepted(a), accepted(c)], [b]);
    expect(decideAfterSend(newBatch(batch, FRESH), result).next).toEqual({
      do: 'look-up',
      inDoubt: { messages: [b], cause },
    });
  });

  it('the first needs no lookup for copies, the second does, for what is certain', () => {
    const second: BatchState = { ...inDoubt, next: { do: 'send', messages: [a, b] } };
    const state = decideAfterSend(second, left([accepted(a)], [b]));
    expect(state).toMatchObject({ sends: 2, inDoubt: { messages: [b] } });
    expect(state.next).toEqual({ do: 'look-for-copies', messages: [a] });
  });

  it('of a resumed batch, the first needs one too', () => {
    const resumed: BatchState = {
      ...withOutcomes(newBatch(batch, RESUMED), [accepted(a), accepted(b)]),
      next: { do: 'send', messages: [c] },
    };
    const { next } = decideAfterSend(resumed, left([accepted(c)]));
    expect(next).toEqual({ do: 'look-for-copies', messages: [c] });
  });

  it('that did not leave, what was sent again needs none', () => {
    const second: BatchState = {
      ...withOutcomes(inDoubt, [accepted(a), accepted(b)]),
      sends: 2,
      next: { do: 'send', messages: [c] },
    };
    const result = { hasLeft: false, certain: [unsent(c, 'shutdown')] };
    expect(endOf(decideAfterSend(second, result))).toEqual(['accepted', 'accepted', 'shutdown']);
  });

  it('doubts of earlier and of now are looked up together', () => {
    const second: BatchState = {
      ...inDoubt,
      inDoubt: { messages: [a], cause },
      next: { do: 'send', messages: [b, c] },
    };
    const { next } = decideAfterSend(second, left([], [b, c]));
    expect(next).toMatchObject({ do: 'look-up', inDoubt: { messages: [a, b, c] } });
  });
});

describe('after a lookup for copies', () => {
  const state: BatchState = {
    ...withOutcomes(inDoubt, batch.map(accepted)),
    next: { do: 'look-for-copies', messages: batch },
  };

  it('copies stand with their message, and the batch has ended', () => {
    const { next } = decideAfterCopies(state, new Map([[b.customerId, ['other', 's1']]]));
    expect(next).toEqual({
      do: 'end',
      outcomes: [accepted(a), { ...accepted(b), duplicates: ['other'] }, accepted(c)],
    });
  });

  it('what is still in doubt is looked up', () => {
    const { next } = decideAfterCopies({ ...state, inDoubt: doubtful }, new Map());
    expect(next).toEqual({ do: 'look-up', inDoubt: doubtful });
  });
});

describe('after a lookup', () => {
  it.each<[string, Findings, Circumstances, string[]]>([
    [
      'what was found is accepted',
      findings({ found: foundAs(a, b, c) }),
      IN_TIME,
      ['accepted', 'accepted', 'accepted'],
    ],
    [
      'what is absent is unsent when the run is stopped',
      findings({ found: foundAs(a), absent: [b, c] }),
      { ...IN_TIME, stopped: 'shutdown' },
      ['accepted', 'shutdown', 'shutdown'],
    ],
    [
      'what is absent is unsent, unreachable, when it may not be sent again',
      findings({ absent: batch }),
      TOO_LATE_TO_SEND,
      ['unreachable', 'unreachable', 'unreachable'],
    ],
    [
      'what is not certain when the deadline is over is unknown',
      findings({ found: foundAs(a), absent: [b], unsure: [c] }),
      OVER,
      ['accepted', 'unreachable', 'unknown'],
    ],
  ])('%s', (_, brought, circumstances, ends) => {
    expect(endOf(decideAfterLookup(inDoubt, doubtful, brought, circumstances))).toEqual(ends);
  });

  it('what is absent is sent again, and what is not certain stays in doubt', () => {
    const brought = findings({ found: foundAs(a), absent: [b], unsure: [c] });
    const state = decideAfterLookup(inDoubt, doubtful, brought, IN_TIME);
    expect(state.next).toEqual({ do: 'send', messages: [b] });
    expect(state.inDoubt).toEqual({ messages: [c], cause });
    expect([...state.outcomes!.keys()]).toEqual([0]);
  });

  it('what is not certain is looked up again', () => {
    const brought = findings({ found: foundAs(a, b), unsure: [c] });
    const { next } = decideAfterLookup(inDoubt, doubtful, brought, IN_TIME);
    expect(next).toEqual({ do: 'look-up', inDoubt: { messages: [c], cause } });
  });

  it('an unsent message of a batch that was never sent has no cause', () => {
    const resumed = newBatch([a], RESUMED);
    const stopped: Circumstances = { ...IN_TIME, stopped: 'aborted' };
    const { next } = decideAfterLookup(resumed, doubtful, findings({ absent: [a] }), stopped);
    expect(next).toEqual({ do: 'end', outcomes: [unsent(a, 'aborted')] });
  });

  describe('where a second copy does no harm', () => {
    const QUICK = { ...FRESH, guarantee: 'at-least-once' } as const;
    const quick = decideAfterSend(newBatch(batch, QUICK), left([], batch));

    it('one lookup is enough to send a message again', () => {
      expect(quick.next.do).toBe('look-up-once');
      const brought = findings({ found: foundAs(a), absent: [b, c] });
      const { next } = decideAfterLookup(quick, doubtful, brought, IN_TIME);
      expect(next).toEqual({ do: 'send', messages: [b, c] });
    });

    it('a message that is sent again is not looked up for copies', () => {
      const again: BatchState = { ...quick, next: { do: 'send', messages: batch } };
      const certain = batch.map(accepted);
      expect(decideAfterSend(again, left(certain)).next).toMatchObject({ do: 'end' });
    });

    it.each([
      ['can be', TOO_LATE_TO_SEND],
      ['may be', { ...IN_TIME, stopped: 'aborted' } as const],
    ])('two lookups are needed to call a message unsent when no more %s sent', (_, now) => {
      const brought = findings({ found: foundAs(a), absent: [b], unsure: [c] });
      const { next } = decideAfterLookup(quick, doubtful, brought, now);
      expect(next).toEqual({ do: 'look-up', inDoubt: { messages: [b, c], cause } });
    });

    it('a serverId that fits no message keeps none from being sent again', () => {
      const unclaimed: InDoubt = { ...doubtful, unclaimed: [new Unclaimed(['s0'])] };
      const now = { ...IN_TIME, areClaimed: false };
      const { next } = decideAfterLookup(quick, unclaimed, findings({ absent: batch }), now);
      expect(next).toEqual({ do: 'send', messages: batch });
    });
  });

  describe('where the answer had serverIds that fit no message', () => {
    const unclaimed: InDoubt = { ...doubtful, unclaimed: [new Unclaimed(['s0', 's1'])] };

    it('nothing is sent again while one of them is not found', () => {
      const brought = findings({ found: foundAs(a), absent: [b], unsure: [c] });
      const now = { ...IN_TIME, areClaimed: false };
      const { next } = decideAfterLookup(inDoubt, unclaimed, brought, now);
      expect(next).toEqual({
        do: 'look-up-until-found',
        inDoubt: { ...unclaimed, messages: [b, c] },
      });
    });

    it('the rest is sent again once all of them are found', () => {
      const brought = findings({ found: foundAs(a, b), absent: [c] });
      const { next } = decideAfterLookup(inDoubt, unclaimed, brought, IN_TIME);
      expect(next).toEqual({ do: 'send', messages: [c] });
    });
  });

  describe('when the answer to the send has come meanwhile', () => {
    const result: CallResult = left([acceptedAs(a, 'late'), acceptedAs(b, 'late')]);
    const late: InDoubt = {
      ...doubtful,
      late: { messages: [a, b], result: Promise.resolve(result) },
    };

    it('the answer counts for what was not found', () => {
      const brought = { ...findings({ found: foundAs(a), unsure: [b, c] }), late: result };
      const { next } = decideAfterLookup(inDoubt, late, brought, OVER);
      expect(next).toMatchObject({
        outcomes: [{ serverId: 's0', settled: true }, { serverId: 'late' }, { status: 'unknown' }],
      });
    });
  });
});
