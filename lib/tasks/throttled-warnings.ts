import type { Logger } from '@nestjs/common';

const FIRST_WAIT_MS = 60_000;
const MAX_WAIT_MS = 3_600_000;

/**
 * Logs a warning when it is new, and the same one again after waits that grow to an hour: a task that
 * fails every ten seconds fails with the same each time. A different warning is logged at once.
 */
export class ThrottledWarnings {
  #last?: string;
  #waitMs = FIRST_WAIT_MS;
  #quietUntilMs = 0;

  constructor(private readonly logger: Pick<Logger, 'warn' | 'log'>) {}

  warn(message: string): void {
    const nowMs = performance.now();
    if (message === this.#last && nowMs < this.#quietUntilMs) return;
    this.#waitMs = message === this.#last ? Math.min(2 * this.#waitMs, MAX_WAIT_MS) : FIRST_WAIT_MS;
    this.#last = message;
    this.#quietUntilMs = nowMs + this.#waitMs;
    this.logger.warn(message);
  }

  /** Logs that the cause of the last warning is gone, if there was one. */
  recovered(message: string): void {
    if (this.#last === undefined) return;
    this.#last = undefined;
    this.logger.log(message);
  }
}
