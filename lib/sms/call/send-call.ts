import type { WireTime } from '../../api/wire-time.js';
import { LightAbortSignal } from '../../concurrency/light-abort-signal.js';
import { type Attempt, NothingToSend } from '../../http/attempt.js';
import { dropDatesThatHaveCome, type PreparedSms } from '../prepare.js';
import type { CallResult } from './call-result.js';
import type { SendAttempt } from './send-attempt.js';

/** Where a call gets its attempts from, once. */
export interface AttemptSource {
  /** There is a place for the call. */
  take(): readonly SendAttempt[];
  /** The call failed before there was one: those that have waited since it began. */
  takeFailed(): readonly SendAttempt[];
}

/** One call that sends the messages of one or several attempts together. */
export class SendCall implements Attempt {
  /** Aborted when nothing waits for the call any more. */
  readonly signal = new LightAbortSignal();
  #attempts?: readonly SendAttempt[];
  #open = 0;

  constructor(
    private readonly time: WireTime,
    private readonly source: AttemptSource,
  ) {}

  /** A call for attempts that are at hand. */
  static of(time: WireTime, attempts: readonly SendAttempt[]): SendCall {
    const take = () => attempts;
    const call = new SendCall(time, { take, takeFailed: take });
    call.fill();
    return call;
  }

  get attempts(): readonly SendAttempt[] {
    return this.#attempts ?? [];
  }

  /** The messages that are to leave, or have left. */
  get messages(): readonly PreparedSms[] {
    const { attempts } = this;
    return attempts.length === 1 ? attempts[0]!.messages : attempts.flatMap((a) => a.messages);
  }

  /** Takes its attempts, unless it has them. */
  fill(): void {
    if (!this.#attempts) this.#fillWith(this.source.take());
  }

  /** It has failed: takes those that it fails for, unless it has them. */
  fillWithFailed(): void {
    if (!this.#attempts) this.#fillWith(this.source.takeFailed());
  }

  /** It is wanted no more, and waits for nothing. */
  cancel(): void {
    this.#fillWith([]);
  }

  /**
   * The messages that are to leave, now that there is a place for them.
   *
   * @throws {NothingToSend} when all attempts have ended
   */
  load(): readonly PreparedSms[] {
    this.fill();
    this.#keep(({ isEnded }) => !isEnded);
    const { messages } = this;
    // Before the endpoint is chosen: messages that differ by their date alone are cheaper without.
    dropDatesThatHaveCome(messages, this.time);
    return messages;
  }

  /** @throws {NothingToSend} when none of the attempts may leave */
  leave(): void {
    this.#keep((attempt) => attempt.leave());
    dropDatesThatHaveCome(this.messages, this.time);
  }

  comeBack(): void {
    for (const attempt of this.attempts) attempt.comeBack();
  }

  /** Gives each attempt its part of the result. */
  settle(result: CallResult): void {
    const { attempts } = this;
    if (attempts.length === 1) return attempts[0]!.settle(result);
    const partOf = partsOf(result);
    for (const attempt of attempts) attempt.settle(partOf(attempt.messages));
  }

  /** @param error a defect, unless it is an error of this package */
  fail(error: unknown): void {
    this.fillWithFailed();
    for (const attempt of this.attempts) attempt.fail(error);
  }

  #fillWith(attempts: readonly SendAttempt[]): void {
    this.#attempts = attempts.filter(({ isEnded }) => !isEnded);
    this.#open = this.#attempts.length;
    for (const attempt of this.#attempts) attempt.onEnd = this.#noteEnd;
    if (this.#open === 0) this.signal.abort();
  }

  #keep(stays: (attempt: SendAttempt) => boolean): void {
    this.#attempts = this.attempts.filter(stays);
    if (this.#attempts.length === 0) throw new NothingToSend();
  }

  readonly #noteEnd = (): void => {
    if (--this.#open === 0) this.signal.abort();
  };
}

/** The part of a result that is about some of the messages. */
function partsOf({
  hasLeft,
  certain,
  inDoubt,
}: CallResult): (messages: readonly PreparedSms[]) => CallResult {
  const outcomes = new Map(certain.map((outcome) => [outcome.customerId, outcome]));
  const open = new Set(inDoubt?.messages);
  return (messages) => {
    const doubted = messages.filter((message) => open.has(message));
    return {
      hasLeft,
      certain: messages.flatMap(({ customerId }) => outcomes.get(customerId) ?? []),
      ...(inDoubt && doubted.length > 0 && { inDoubt: { ...inDoubt, messages: doubted } }),
    };
  };
}
