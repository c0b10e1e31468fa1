import type { EventName, EventPayloads } from './events.types.js';
import { Patience, TIME_UP } from './patience.js';

/** What is needed of an `EventEmitter2`. */
export interface Emitter {
  /** Who listens, by wildcards too where these are on. */
  listeners(event: string): ((...values: unknown[]) => unknown)[];
}

/** The listeners had not come to an end in time. They may still be running. */
export class ListenerTimeout extends Error {
  override readonly name = 'ListenerTimeout';

  constructor(event: EventName, timeoutMs: number) {
    super(`A listener of ${event} had not finished after ${timeoutMs} ms; it may still be running`);
  }
}

/**
 * One event and its listeners. `emitAsync` would not do: it rejects while other listeners still
 * run, never gives up on one that hangs, and answers the same when all is well and when nobody
 * listens.
 */
export class EventChannel<E extends EventName> {
  readonly #patience: Patience;

  constructor(
    private readonly emitter: () => Emitter,
    readonly event: E,
    private readonly timeoutMs: number,
  ) {
    this.#patience = new Patience(timeoutMs);
  }

  /**
   * How many listen now. Who listens to any event whatever (`onAny`) does not count and is not
   * called: that is for looking on, and would let texts pass that nobody handles.
   */
  listenerCount(): number {
    return this.emitter().listeners(this.event).length;
  }

  /** As {@link emit}, for what must be heard: with nobody there to hear it, it has failed. */
  emitToSomebody(payload: EventPayloads[E]): Promise<readonly unknown[]> {
    return this.listenerCount() > 0
      ? this.emit(payload)
      : Promise.resolve([new Error(`Nobody listens to ${this.event} any more`)]);
  }

  /**
   * Calls all listeners and waits until every one has come to its end, or its time is up.
   *
   * @returns what went wrong; empty when all is well. Never rejects.
   */
  async emit(payload: EventPayloads[E]): Promise<readonly unknown[]> {
    const emitter = this.emitter();
    const errors: unknown[] = [];
    const fail = (error: unknown) => void errors.push(error);
    const running: PromiseLike<unknown>[] = [];
    // A copy, for a listener may take itself off the list.
    for (const listener of emitter.listeners(this.event).slice()) {
      try {
        const answer = listener.call(emitter, payload);
        if (isThenable(answer)) running.push(answer.then(undefined, fail));
      } catch (error) {
        fail(error);
      }
    }
    if (running.length === 0) return errors;
    // Most events have one listener, and thousands a second are told.
    const work = running.length === 1 ? running[0]! : Promise.all(running);
    const end = await this.#patience.await(work);
    // What a listener says after its time is up must not change the list any more.
    return end === TIME_UP ? [...errors, new ListenerTimeout(this.event, this.timeoutMs)] : errors;
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<PromiseLike<unknown>>).then === 'function'
  );
}
