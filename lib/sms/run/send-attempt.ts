import { LightAbortSignal } from '../../concurrency/light-abort-signal.js';
import { PayamSmsTransportError } from '../../errors/transport.error.js';
import { PayamSmsUnsentError } from '../../errors/unsent.error.js';
import type { Attempt } from '../../http/attempt.js';
import type { Deadline } from './deadline.js';
import type { SendRun } from './send-run.js';

/**
 * One call that sends messages, and all that may stop it:
 *
 * |                              | before its request has left   | after                            |
 * | ---------------------------- | ----------------------------- | -------------------------------- |
 * | the run is stopped           | it ends; unsent, for `stopped`| it goes on                       |
 * | the deadline's `lastChance`  | it leaves no more             | it goes on; the messages are     |
 * |                              |                               | looked up meanwhile              |
 * | the deadline is over         | it ends; unsent, `unreachable`| it ends; the messages are in doubt |
 *
 * A request that is proven never to have been received has not left: it may be repeated.
 */
export class SendAttempt implements Attempt {
  readonly signal = new LightAbortSignal();
  #hasLeft = false;

  /** @param onLeave called right before each request leaves */
  constructor(
    private readonly run: SendRun,
    readonly deadline: Deadline,
    private readonly onLeave: () => void,
  ) {
    run.signal.addEventListener('abort', this.#endUnlessLeft);
    deadline.signal.addEventListener('abort', this.#end);
    if (run.signal.aborted || deadline.isOver) this.#end();
  }

  /** Whether the service may have received a request. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  leave(): void {
    if (!this.#mayLeave()) throw this.#unsentError();
    this.deadline.within(this.run.sendDeadlineMs);
    this.onLeave();
    this.#hasLeft = true;
  }

  comeBack(): void {
    this.#hasLeft = false;
    if (this.run.stopped !== undefined) this.#end();
  }

  /** Makes the call, and gives what it comes to. Throws when the attempt ends first. */
  async result<T>(call: () => Promise<T>): Promise<T> {
    try {
      if (!this.#mayLeave()) throw this.#unsentError();
      return await this.signal.race(call(), () => {
        throw this.#hasLeft ? lateAnswer() : this.#unsentError();
      });
    } finally {
      this.run.signal.removeEventListener('abort', this.#endUnlessLeft);
      this.deadline.signal.removeEventListener('abort', this.#end);
    }
  }

  /** What leaves when there is no time left to look it up could only end as unknown. */
  #mayLeave(): boolean {
    const { run, deadline, signal } = this;
    return !signal.aborted && run.stopped === undefined && deadline.hasRoomFor(0);
  }

  readonly #end = (): void => this.signal.abort();

  readonly #endUnlessLeft = (): void => {
    if (!this.#hasLeft) this.signal.abort();
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
export const lateAnswer = (): PayamSmsTransportError =>
  new PayamSmsTransportError('send', { cause: new Error('no answer before the deadline') });
