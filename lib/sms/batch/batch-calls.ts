import { Injectable } from '@nestjs/common';
import { apiErrorOf } from '../../api/answer.js';
import type { PreparedSms } from '../prepare.js';
import type { Deadline } from '../run/deadline.js';
import type { SendRun } from '../run/send-run.js';
import type { SendOutcome, UnsentSms } from '../sms.types.js';
import { type CallResult, type InDoubt, joinDoubts } from './call-result.js';
import { isAccepted, isOutOfCredit, isUnsent, refused, unsent } from './outcome.js';
import { type Refused, RefusalSearch } from './refusal-search.js';
import { SendCaller } from './send-caller.js';

/** What the calls of one batch share. */
export interface Batch {
  run: SendRun;
  deadline: Deadline;
  /** How many calls were made. */
  calls: number;
}

/** So many calls a batch may take when some of its messages make the service refuse the others. */
const MAX_CALLS = 40;

/** Sends the messages of a batch once: in one call, or in several when the first is refused whole. */
@Injectable()
export class BatchCalls {
  /** It has taken some messages of a call and refused others: no message spoils a call (READING 24). */
  #refusesEach = false;

  constructor(private readonly caller: SendCaller) {}

  /** Never ends in a refusal that is still to be searched. */
  async send(messages: readonly PreparedSms[], batch: Batch): Promise<CallResult> {
    const first = await this.#call(messages, batch);
    const { refusal, certain, hasLeft } = first;
    if (!refusal) return first;
    return this.#refusesEach && certain.length > 0
      ? { certain, hasLeft }
      : this.#search({ messages, refusal }, batch);
  }

  async #call(messages: readonly PreparedSms[], batch: Batch): Promise<CallResult> {
    const { run, deadline } = batch;
    batch.calls++;
    const result = await this.caller.call(messages, run, deadline);
    if (result.certain.some(isOutOfCredit)) run.stop('credit');
    this.#refusesEach ||= isMixed(result.certain);
    return result;
  }

  /** Sends halves of a refused call until the messages that are to blame are alone. */
  async #search(whole: Refused, batch: Batch): Promise<CallResult> {
    const search = new RefusalSearch(whole);
    const outcomes: SendOutcome[] = [];
    const doubts: InDoubt[] = [];
    /** Why no further half can be sent. */
    let failure: UnsentSms | undefined;
    for (let some = search.next(); some; some = search.next()) {
      const { certain, inDoubt, refusal, hasLeft } = await this.#call(some, batch);
      if (refusal) search.refused(refusal);
      else outcomes.push(...certain);
      if (inDoubt) doubts.push(inDoubt);
      if (certain.some(isAccepted)) search.taken();
      failure = hasLeft ? undefined : certain.find(isUnsent);
      if (failure || batch.calls >= MAX_CALLS) break;
    }
    return {
      hasLeft: true,
      certain: inOrder([...outcomes, ...outcomesOf(search, failure)]),
      inDoubt: joinDoubts(...doubts),
    };
  }
}

/** What a search has found: messages that are rejected, and those that it could not tell apart. */
function outcomesOf(search: RefusalSearch, failure: UnsentSms | undefined): SendOutcome[] {
  const rejected = search.blamed.flatMap(({ messages, refusal }) =>
    messages.map((message) => refused(message, refusal)),
  );
  const undecided = search.rest().flatMap(({ messages, refusal }) => {
    const { reason, cause } = failure ?? { reason: 'refused', cause: apiErrorOf(refusal, refusal) };
    return messages.map((message) => unsent(message, reason, cause));
  });
  return [...rejected, ...undecided];
}

/** In the order of the messages, each once: the last outcome of a message stands. */
function inOrder(outcomes: readonly SendOutcome[]): SendOutcome[] {
  const byIndex = new Map(outcomes.map((outcome) => [outcome.index, outcome]));
  return [...byIndex.values()].toSorted((a, b) => a.index - b.index);
}

/** Some accepted, and some refused. */
const isMixed = (outcomes: readonly SendOutcome[]): boolean =>
  outcomes.some(isAccepted) && outcomes.some(({ status }) => status === 'rejected');
