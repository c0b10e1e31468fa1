import { Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import type { SendOutcome } from '../sms.types.js';
import type { CallResult } from './call-result.js';
import { isAccepted, isOutOfCredit, isUnsent } from './outcome.js';
import { RefusedCall } from './refused-call.js';
import type { SendAttempt } from './send-attempt.js';
import { SendCall } from './send-call.js';
import { SendCaller } from './send-caller.js';

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
    if (!isSearched) return call.settle(rest);
    const send = (part: SendCall) => this.#call(part, urgent);
    const { messages } = call;
    await new RefusedCall(call, this.api.time, send).tellApart({ messages, refusal });
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
    const concluded = calls.map(async (call, i) => {
      const result = results[i];
      if (!result) return;
      const isHalved = !isOfClient && call.attempts.length > 1 && isNamelessRefusal(result);
      await (isHalved ? this.#halve(call, urgent) : this.#conclude(call, result, urgent));
    });
    await Promise.all(concluded);
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
}

/** A 4xx without a code: all of the call's messages are unsent. */
const isNamelessRefusal = ({ hasLeft, certain }: CallResult): boolean =>
  hasLeft && certain.length > 0 && certain.every((o) => isUnsent(o) && o.reason === 'refused');

/** Some accepted, and some refused. */
const isMixed = (outcomes: readonly SendOutcome[]): boolean =>
  outcomes.some(isAccepted) && outcomes.some(({ status }) => status === 'rejected');
