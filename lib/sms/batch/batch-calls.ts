import { Injectable } from '@nestjs/common';
import { apiErrorOf } from '../api/answer.js';
import type { Campaign } from './campaign.js';
import { type Dispatch, Dispatcher } from './dispatcher.js';
import { type Doubt, isOutOfCredit, refused, unsent } from './outcome.js';
import type { PreparedSms } from './prepare.js';
import { type Refused, RefusalSearch } from './refusal-search.js';
import type { Deadline } from './settle/deadline.js';
import type { SendOutcome, UnsentSms } from './sms.types.js';

/** What the calls of one batch share. */
export interface BatchRun {
  campaign: Campaign;
  deadline: Deadline;
  /** How many calls were made. */
  calls: number;
}

/** What is known of a batch so far, by the messages' index. */
export type Outcomes = Map<number, SendOutcome>;

export function record(outcomes: Outcomes, closed: readonly SendOutcome[]): void {
  for (const outcome of closed) outcomes.set(outcome.index, outcome);
}

/** So many calls a batch may take when some of its messages make the service refuse the others. */
const MAX_CALLS = 40;

/** Sends the messages of a batch once: in one call, or in several when the first is refused whole. */
@Injectable()
export class BatchCalls {
  /** It has taken some messages of a call and refused others: no message spoils a call (READING 24). */
  #refusesEach = false;

  constructor(private readonly dispatcher: Dispatcher) {}

  /** What is certain about each message; never a refusal that is still to be searched. */
  async send(messages: readonly PreparedSms[], run: BatchRun): Promise<Dispatch> {
    const first = await this.#call(messages, run);
    const { refusal, closed, hasLeft } = first;
    if (!refusal) return first;
    return this.#refusesEach && closed.length > 0
      ? { closed, hasLeft }
      : this.#tellApart({ messages, refusal }, run);
  }

  async #call(messages: readonly PreparedSms[], run: BatchRun): Promise<Dispatch> {
    const { campaign, deadline } = run;
    run.calls++;
    const dispatch = await this.dispatcher.dispatch(messages, campaign, deadline);
    if (dispatch.closed.some(isOutOfCredit)) campaign.stop('credit');
    this.#refusesEach ||= isMixed(dispatch.closed);
    return dispatch;
  }

  /** Sends halves of a refused call until the messages that it was refused for are alone. */
  async #tellApart(whole: Refused, run: BatchRun): Promise<Dispatch> {
    const search = new RefusalSearch(whole);
    const outcomes: Outcomes = new Map();
    const doubts: Doubt[] = [];
    /** Why no further half can be sent. */
    let failure: UnsentSms | undefined;
    for (let some = search.next(); some; some = search.next()) {
      const { closed, doubt, refusal, hasLeft } = await this.#call(some, run);
      if (refusal) search.refused(refusal);
      else record(outcomes, closed);
      if (doubt) doubts.push(doubt);
      if (closed.some(isAccepted)) search.taken();
      failure = hasLeft ? undefined : closed.find(isUnsent);
      if (failure || run.calls >= MAX_CALLS) break;
    }
    for (const { messages, refusal } of search.blamed) {
      record(
        outcomes,
        messages.map((message) => refused(message, refusal)),
      );
    }
    for (const { messages, refusal } of search.rest()) {
      const { reason, cause } = failure ?? {
        reason: 'refused',
        cause: apiErrorOf(refusal, refusal),
      };
      record(
        outcomes,
        messages.map((message) => unsent(message, reason, cause)),
      );
    }
    const closed = whole.messages.flatMap(({ index }) => outcomes.get(index) ?? []);
    const doubt = joined(doubts);
    return { closed, ...(doubt && { doubt }), hasLeft: true };
  }
}

/** Several doubts of one batch as one, told by the first cause. */
export function joined(doubts: readonly Doubt[]): Doubt | undefined {
  const [first] = doubts;
  if (!first) return undefined;
  const unclaimed = new Set(doubts.flatMap((doubt) => [...(doubt.unclaimed ?? [])]));
  // Once a call is late there is no time for another one: it is the last.
  const pending = doubts.at(-1)!.pending;
  return {
    messages: doubts.flatMap(({ messages }) => messages),
    cause: first.cause,
    ...(unclaimed.size > 0 && { unclaimed }),
    ...(pending && { pending }),
  };
}

/** Some accepted, and some refused. */
const isMixed = (closed: readonly SendOutcome[]): boolean =>
  closed.some(isAccepted) && closed.some(({ status }) => status === 'rejected');

const isAccepted = ({ status }: SendOutcome) => status === 'accepted';

const isUnsent = (outcome: SendOutcome): outcome is UnsentSms => outcome.status === 'unsent';
