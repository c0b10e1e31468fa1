import type { LightAbortSignal } from '../concurrency/light-abort-signal.js';

/** An attempt to get something done by the service: what may stop its requests, and what they report. */
export interface Attempt {
  /** Once aborted, its requests wait for nothing more, and an exchange that is under way ends. */
  readonly signal: LightAbortSignal;
  /** Once aborted, a request waits neither for the end of a limiter's pause nor for a place. */
  readonly lastChance?: LightAbortSignal;
  /**
   * Called before each request leaves, repeats included; its body is made after that. Holds the
   * request back by throwing.
   *
   * @throws {NothingToSend}
   */
  leave?(): void;
  /** Called when the request that left is proven never to have been received, or to have changed nothing. */
  comeBack?(): void;
}

/** Nothing that the request was for is wanted any more. */
export class NothingToSend extends Error {
  override readonly name = 'NothingToSend';
}
