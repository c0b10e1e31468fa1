import { Injectable } from '@nestjs/common';
import { apiErrorOf } from '../../api/answer.js';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import type { PreparedSms } from '../prepare.js';
import type { SendOutcome, UnsentSms } from '../sms.types.js';
import type { CallResult } from './call-result.js';
import { isAccepted, isOutOfCredit, isUnsent, refused, unsent } from './outcome.js';
import type { Refusal } from './refusal.js';
import { RefusalSearch } from './refusal-search.js';
import type { SendAttempt } from './send-attempt.js';
import { SendCall } from './send-call.js';
import { SendCaller } from './send-caller.js';

/**
 * So many calls may be made for a batch when some of its messages make the service refuse the others.
 * Single messages that only happen to share a call do not pay for each other: they are told apart,
 * however many calls that takes.
 */
const MAX_CALLS_OF_BATCH = 40;

/** Sends the messages of a call once: in one call, or in several when the first is refused whole. */
@Injectable()
export class SendCalls {
  /** The service has taken some messages of a call and refused others: none spoils a call (READING 24). */
  #refusesEach = false;

  constructor(
    private readonly caller: SendCaller,
    private readonly api: PayamSmsApi,
  ) {}

  /** Sends the messages of an attempt in a call of their own. */
  sendAlone(attempt: SendAttempt, urgent: boolean): void {
    void this.make(SendCall.of(this.api.time, [attempt]), urgent);
  }

  /** Each of the call's attempts has its result then. Never rejects: a defect is their result, too. */
  async make(call: SendCall, urgent: boolean): Promise<void> {
    try {
      const result = await this.#call(call, urgent);
      if (!result) return;
      const isHalved = call.attempts.length > 1 && isNamelessRefusal(result);
      await (isHalved ? this.#halve(call, urgent) : this.#conclude(call, result, urgent));
    } catch (defect) {
      call.fail(defect);
    }
  }

  async #conclude(call: SendCall, result: CallResult, urgent: boolean): Promise<void> {
    const { refusal, ...rest } = result;
    const isSearched = refusal && !(this.#refusesEach && rest.certain.length > 0);
    if (isSearched) await this.#search(call, refusal, urgent);
    else call.settle(rest);
  }

  /**
   * A 4xx that names no code may be about one of the messages, as a firewall's is: halves of the call
   * are sent. Where both are refused it is about the client, and is the result of each message.
   */
  async #halve(whole: SendCall, urgent: boolean): Promise<void> {
    const { attempts } = whole;
    whole.comeBack();
    const middle = attempts.length >> 1;
    const halves = [attempts.slice(0, middle), attempts.slice(middle)];
    const calls = halves.map((some) => SendCall.of(this.api.time, some));
    const results = await Promise.all(calls.map((call) => this.#call(call, urgent)));
    const isOfClient = results.every((result) => !result || isNamelessRefusal(result));
    for (const [i, call] of calls.entries()) {
      const result = results[i];
      if (!result) continue;
      const isHalved = !isOfClient && call.attempts.length > 1 && isNamelessRefusal(result);
      await (isHalved ? this.#halve(call, urgent) : this.#conclude(call, result, urgent));
    }
  }

  async #call(call: SendCall, urgent: boolean): Promise<CallResult | undefined> {
    const result = await this.caller.call(call, urgent);
    const unpaid = new Set(result?.certain.filter(isOutOfCredit).map((one) => one.customerId));
    for (const { messages, run } of unpaid.size > 0 ? call.attempts : []) {
      if (messages.some(({ customerId }) => unpaid.has(customerId))) run.stop('credit');
    }
    this.#refusesEach ||= result !== undefined && isMixed(result.certain);
    return result;
  }

  /** Sends halves of a refused call until the messages that are to blame are alone. */
  async #search(whole: SendCall, refusal: Refusal, urgent: boolean): Promise<void> {
    const attempts = whole.attempts.flatMap((attempt) => attempt.split());
    const attemptOf = new Map(attempts.map((attempt) => [attempt.messages[0]!, attempt]));
    const apiError = apiErrorOf(refusal, refusal);
    for (const attempt of attempts) {
      const certain = attempt.messages.map((message) => unsent(message, 'refused', apiError));
      // It may leave no more: there is no time to tell it apart from the others.
      if (attempt.deadline.lastChance.aborted) attempt.settle({ hasLeft: true, certain });
      else attempt.comeBack();
    }
    try {
      await this.#tellApart(whole, refusal, urgent, attemptOf);
    } catch (defect) {
      for (const attempt of attempts) attempt.fail(defect);
    }
  }

  async #tellApart(
    whole: SendCall,
    refusal: Refusal,
    urgent: boolean,
    attemptOf: ReadonlyMap<PreparedSms, SendAttempt>,
  ): Promise<void> {
    const settle = (message: PreparedSms, outcome: SendOutcome) =>
      attemptOf.get(message)!.settle({ hasLeft: true, certain: [outcome] });
    const search = new RefusalSearch({ messages: whole.messages, refusal });
    let told = 0;
    /** Each as soon as it is known. */
    const settleBlamed = () => {
      for (const { messages, refusal: its } of search.blamed.slice(told)) {
        for (const message of messages) settle(message, refused(message, its));
      }
      told = search.blamed.length;
    };
    /** Why no further half can be sent. */
    let failure: UnsentSms | undefined;
    let made = 1;
    const maxCalls = whole.attempts.length === 1 ? MAX_CALLS_OF_BATCH : Infinity;
    for (let some = search.next(); some; some = search.next()) {
      const call = SendCall.of(
        this.api.time,
        some.map((message) => attemptOf.get(message)!),
      );
      const result = await this.#call(call, urgent);
      made++;
      if (result?.refusal) {
        call.comeBack();
        search.refused(result.refusal);
        settleBlamed();
      } else if (result) {
        if (result.certain.some(isAccepted)) search.taken();
        call.settle(result);
        settleBlamed();
        failure = failureOf(result);
      }
      if (failure || made >= maxCalls) break;
    }
    settleBlamed();
    for (const { messages: undecided, refusal: its } of search.rest()) {
      const { reason, cause } = failure ?? { reason: 'refused', cause: apiErrorOf(its, its) };
      for (const message of undecided) settle(message, unsent(message, reason, cause));
    }
  }
}

/** A 4xx without a code: all of the call's messages are unsent. */
const isNamelessRefusal = ({ hasLeft, certain }: CallResult): boolean =>
  hasLeft && certain.length > 0 && certain.every((o) => isUnsent(o) && o.reason === 'refused');

/** Why a call, and so any further one, could not be made, or can take nothing. */
function failureOf({ hasLeft, certain }: CallResult): UnsentSms | undefined {
  return certain.filter(isUnsent).find((outcome) => !hasLeft || isOutOfCredit(outcome));
}

/** Some accepted, and some refused. */
const isMixed = (outcomes: readonly SendOutcome[]): boolean =>
  outcomes.some(isAccepted) && outcomes.some(({ status }) => status === 'rejected');
