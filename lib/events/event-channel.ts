import { OWN_MESSAGE } from '../privacy/describe-error.js';
import { describeFailures, type ListenerFailure } from './describe-failure.js';
import type { EventName, EventPayloads } from './events.types.js';
import { withAccount } from './with-account.js';
import { SharedTimeout, TIMED_OUT } from '../concurrency/bounded-wait.js';

/** What is needed of an `EventEmitter2`. */
export interface Emitter {
  /** The listeners of an event, those by wildcards too where these are on. */
  listeners(event: string): ((...values: unknown[]) => unknown)[];
}

/** The listeners had not come to an end in time. They may still be running. */
export class ListenerTimeout extends Error {
  override readonly name = 'ListenerTimeout';
  readonly [OWN_MESSAGE] = true;

  constructor(event: string, timeoutMs: number) {
    super(`A listener of ${event} had not finished after ${timeoutMs} ms; it may still be running`);
  }
}

/** The last listener was removed after the check that there is one. */
class NoListener extends Error {
  override readonly name = 'NoListener';
  readonly [OWN_MESSAGE] = true;

  constructor(event: string) {
    super(`No listener takes ${event} any more`);
  }
}

export interface ChannelOptions {
  /** Its full name, with the account's in it where that has one. */
  event: string;
  /** Its name, which is part of each payload. */
  account?: string;
  /** How long all listeners of one emission have in all. */
  timeoutMs: number;
  /** Whether what listeners' errors say is repeated. */
  withMessages?: boolean;
  /** The names of the listeners, in their order; asked for when one has failed. */
  names?: () => readonly string[];
}

/**
 * One event and its listeners. `emitAsync` would not do: it rejects while other listeners still
 * run, never gives up on one that hangs, and answers the same when all is well and when there are no
 * listeners.
 */
export class EventChannel<E extends EventName> {
  readonly #timeout: SharedTimeout;

  constructor(
    private readonly emitter: () => Emitter,
    private readonly options: ChannelOptions,
  ) {
    this.#timeout = new SharedTimeout(options.timeoutMs);
  }

  get event(): string {
    return this.options.event;
  }

  /**
   * How many listeners the event has now. A listener to all events (`onAny`) does not count and is
   * not called: it only watches, and texts that it alone received would count as handled.
   */
  listenerCount(): number {
    return this.emitter().listeners(this.event).length;
  }

  /** As {@link emit}, but without a listener it fails. */
  emitToListeners(payload: EventPayloads[E]): Promise<readonly ListenerFailure[]> {
    const { event } = this;
    return this.listenerCount() > 0
      ? this.emit(payload)
      : Promise.resolve([{ listener: event, error: new NoListener(event) }]);
  }

  /** What listeners failed with, for logs and stores. */
  describe(failures: readonly ListenerFailure[], text?: string): string {
    return describeFailures(failures, this.options.withMessages ?? false, text);
  }

  /**
   * Calls all listeners and waits until every one has come to its end, or its time is up.
   *
   * @returns what went wrong; empty when all is well. Never rejects.
   */
  async emit(given: EventPayloads[E]): Promise<readonly ListenerFailure[]> {
    const payload = withAccount(given, this.options.account);
    const emitter = this.emitter();
    const failures: ListenerFailure[] = [];
    const running: PromiseLike<unknown>[] = [];
    // A copy, for a listener may take itself off the list.
    const listeners = emitter.listeners(this.event).slice();
    listeners.forEach((listener, index) => {
      const fail = (error: unknown) =>
        void failures.push({ listener: this.#nameOf(index, listeners.length), error });
      try {
        const answer = listener.call(emitter, payload);
        if (isObject(answer)) running.push(ownPromise(answer).then(undefined, fail));
      } catch (error) {
        fail(error);
      }
    });
    if (running.length === 0) return failures;
    // Most events have one listener, and there are thousands a second.
    const work = running.length === 1 ? running[0]! : Promise.all(running);
    const end = await this.#timeout.wait(work);
    if (end !== TIMED_OUT) return failures;
    const { event, timeoutMs } = this.options;
    // A copy: a listener that fails after its time is up must not change the list any more.
    return [...failures, { listener: event, error: new ListenerTimeout(event, timeoutMs) }];
  }

  /** Listeners that were put on by hand have no name; then the event's name stands for each. */
  #nameOf(index: number, count: number): string {
    const names = this.options.names?.() ?? [];
    return names.length === count ? names[index]! : this.event;
  }
}

/**
 * A promise of our own, made of what only looks like one and may call back twice, or never, or
 * throw. `Promise.resolve` would give a promise back as it is, whatever its `then` has become.
 */
const ownPromise = (answer: unknown): Promise<unknown> => new Promise((resolve) => resolve(answer));

const isObject = (value: unknown): boolean =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';
