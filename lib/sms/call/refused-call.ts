import { apiErrorOf } from '../../api/answer.js';
import type { WireTime } from '../../api/wire-time.js';
import type { PreparedSms } from '../prepare.js';
import type { SendOutcome, UnsentSms } from '../sms.types.js';
import type { CallResult } from './call-result.js';
import { isAccepted, isOutOfCredit, isUnsent, refused, unsent } from './outcome.js';
import { RefusalSearch, type Refused } from './refusal-search.js';
import type { SendAttempt } from './send-attempt.js';
import { SendCall } from './send-call.js';

/**
 * So many calls may be made for a batch when some of its messages make the service refuse the others.
 * Single messages that only happen to share a call do not pay for each other: they are told apart,
 * however many calls that takes.
 */
const MAX_CALLS_OF_BATCH = 40;

/** Sends a call once. */
type Send = (call: SendCall) => Promise<CallResult | undefined>;

/**
 * The messages of a call that was refused as a whole. They are sent again in smaller calls, until
 * those that are to blame are alone.
 */
export class RefusedCall {
  readonly #attemptOf: ReadonlyMap<PreparedSms, SendAttempt>;
  readonly #isOfBatch: boolean;
  #callsLeft: number;

  /** @param whole its messages get an attempt each */
  constructor(
    whole: SendCall,
    private readonly time: WireTime,
    private readonly send: Send,
  ) {
    this.#isOfBatch = whole.attempts.length === 1;
    this.#callsLeft = this.#isOfBatch ? MAX_CALLS_OF_BATCH - 1 : Infinity;
    const attempts = whole.attempts.flatMap((attempt) => attempt.split());
    this.#attemptOf = new Map(attempts.map((attempt) => [attempt.messages[0]!, attempt]));
  }

  /** Each message has its result then. Never rejects: a defect is their result, too. */
  async tellApart({ messages, refusal }: Refused): Promise<void> {
    const apiError = apiErrorOf(refusal, refusal);
    for (const [message, attempt] of this.#attemptOf) {
      // It may leave no more: there is no time to tell it apart from the others.
      const isLate = attempt.deadline.lastChance.aborted;
      if (isLate) this.#settle(message, unsent(message, 'refused', apiError));
      else attempt.comeBack();
    }
    try {
      await this.#search(new RefusalSearch({ messages, refusal }));
    } catch (defect) {
      for (const attempt of this.#attemptOf.values()) attempt.fail(defect);
    }
  }

  async #search(search: RefusalSearch): Promise<void> {
    /** Parts that are searched meanwhile: a batch has one after the other, in which its calls go furthest. */
    const parts: Promise<void>[] = [];
    /** Why no further half can be sent. */
    let failure: UnsentSms | undefined;
    this.#settleBlamed(search);
    for (let some = search.next(); some; some = search.next()) {
      const result = await this.#sendHalf(search, some);
      failure = result && failureOf(result);
      if (failure || this.#callsLeft === 0) break;
      if (!this.#isOfBatch)
        parts.push(...search.takeParts().map((part) => this.#searchBeside(part)));
    }
    for (const { messages, refusal } of search.rest()) {
      const { reason, cause } = failure ?? {
        reason: 'refused',
        cause: apiErrorOf(refusal, refusal),
      };
      for (const message of messages) this.#settle(message, unsent(message, reason, cause));
    }
    await Promise.all(parts);
  }

  #searchBeside(part: RefusalSearch): Promise<void> {
    const searched = this.#search(part);
    // A defect is thrown where the search waits for it, and is not unhandled before that.
    searched.catch(() => undefined);
    return searched;
  }

  async #sendHalf(
    search: RefusalSearch,
    messages: readonly PreparedSms[],
  ): Promise<CallResult | undefined> {
    this.#callsLeft--;
    const attempts = messages.map((message) => this.#attemptOf.get(message)!);
    const call = SendCall.of(this.time, attempts);
    const result = await this.send(call);
    if (result?.refusal) {
      call.comeBack();
      search.refused(result.refusal);
    } else if (result) {
      if (result.certain.some(isAccepted)) search.taken();
      call.settle(result);
    }
    // As soon as they are known.
    this.#settleBlamed(search);
    return result;
  }

  #settleBlamed(search: RefusalSearch): void {
    for (const { messages, refusal } of search.takeBlamed()) {
      for (const message of messages) this.#settle(message, refused(message, refusal));
    }
  }

  #settle(message: PreparedSms, outcome: SendOutcome): void {
    this.#attemptOf.get(message)!.settle({ hasLeft: true, certain: [outcome] });
  }
}

/** Why a call, and so any further one, could not be made, or can take nothing. */
function failureOf({ hasLeft, certain }: CallResult): UnsentSms | undefined {
  return certain.filter(isUnsent).find((outcome) => !hasLeft || isOutOfCredit(outcome));
}
