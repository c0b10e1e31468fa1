import { PayamSmsError } from '../../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../../errors/transport.error.js';
import { PayamSmsUnsentError } from '../../errors/unsent.error.js';
import type { PreparedSms } from '../prepare.js';
import type { Deadline } from '../run/deadline.js';
import type { SendRun } from '../run/send-run.js';
import { type CallResult, joinResults, resultOfFailure } from './call-result.js';

/**
 * Messages of one run that are to be sent once, and all that may stop that:
 *
 * |                              | before they have left         | after                            |
 * | ---------------------------- | ----------------------------- | -------------------------------- |
 * | the run is stopped           | it ends; unsent, for `stopped`| it goes on                       |
 * | the deadline's `lastChance`  | they leave no more            | it goes on; the messages are     |
 * |                              |                               | looked up meanwhile              |
 * | the deadline is over         | it ends; unsent, `unreachable`| it ends; the messages are in doubt |
 *
 * Messages whose request is proven never to have been received, or to have changed nothing, have not
 * left: they may leave again.
 */
export class SendAttempt {
  /** What it comes to. At the last chance: that the messages are in doubt, and what comes later. */
  readonly result: Promise<CallResult>;
  /** Called when it ends: what holds it needs to hold it no more. */
  onEnd?: () => void;
  #hasLeft = false;
  #isEnded = false;
  #resolve!: (result: CallResult) => void;
  #reject!: (defect: unknown) => void;

  constructor(
    readonly messages: readonly PreparedSms[],
    readonly run: SendRun,
    readonly deadline: Deadline,
  ) {
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    run.signal.addEventListener('abort', this.#endUnlessLeft);
    deadline.lastChance.addEventListener('abort', this.#hurry);
    deadline.signal.addEventListener('abort', this.#endLate);
    if (run.stopped !== undefined || deadline.isOver) this.#endUnlessLeft();
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether the service may have received the messages. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Called right before the messages leave. @returns false when they may not: it has ended then */
  leave(): boolean {
    if (this.#isEnded) return false;
    // What leaves when there is no time left to look it up could only end as unknown.
    if (this.run.stopped !== undefined || !this.deadline.hasRoomFor(0)) {
      this.giveUp();
      return false;
    }
    this.deadline.within(this.run.sendDeadlineMs);
    this.#hasLeft = true;
    return true;
  }

  /** Ends it, though there may be time left: its messages have not left, and will not. */
  giveUp(): void {
    this.fail(this.#unsentError());
  }

  comeBack(): void {
    this.#hasLeft = false;
    if (this.run.stopped !== undefined) this.#endUnlessLeft();
  }

  settle(result: CallResult): void {
    if (this.#isEnded) return;
    this.#end();
    this.#resolve(result);
  }

  /** @param error a defect, unless it is an error of this package: then it says what is certain */
  fail(error: unknown): void {
    if (error instanceof PayamSmsError) {
      this.settle(resultOfFailure(this.messages, error, this.#hasLeft));
    } else if (!this.#isEnded) {
      this.#end();
      this.#reject(error);
    }
  }

  /** An attempt for each message. The results of all of them are the result of this one. */
  split(): SendAttempt[] {
    if (this.messages.length === 1) return [this];
    this.#end();
    const attempts = this.messages.map((one) => new SendAttempt([one], this.run, this.deadline));
    const results = Promise.all(attempts.map(({ result }) => result));
    results.then((some) => this.#resolve(joinResults(some)), this.#reject);
    return attempts;
  }

  #end(): void {
    this.#isEnded = true;
    this.run.signal.removeEventListener('abort', this.#endUnlessLeft);
    this.deadline.lastChance.removeEventListener('abort', this.#hurry);
    this.deadline.signal.removeEventListener('abort', this.#endLate);
    this.onEnd?.();
  }

  readonly #endUnlessLeft = (): void => {
    if (!this.#hasLeft) this.giveUp();
  };

  readonly #endLate = (): void => {
    this.fail(this.#hasLeft ? lateAnswer() : this.#unsentError());
  };

  readonly #hurry = (): void => {
    if (!this.#hasLeft) return;
    const { messages } = this;
    const resolveEarly = this.#resolve;
    const result = new Promise<CallResult>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A defect is thrown to the batch where that waits for the result, and is not unhandled elsewhere.
    result.catch(() => undefined);
    const late = { messages, result };
    const inDoubt = { messages, cause: lateAnswer(), late };
    resolveEarly({ hasLeft: true, certain: [], inDoubt });
  };

  #unsentError(): PayamSmsUnsentError {
    const { stopped } = this.run;
    if (stopped !== undefined) return new PayamSmsUnsentError(stopped);
    const cause = new Error('its time was over before it could leave');
    return new PayamSmsUnsentError('unreachable', {
      cause: new PayamSmsTransportError('send', { cause, requestSent: false }),
    });
  }
}

/** Why the messages of a call that has left are in doubt, once no answer is awaited any more. */
const lateAnswer = (): PayamSmsTransportError =>
  new PayamSmsTransportError('send', { cause: new Error('no answer before the deadline') });
