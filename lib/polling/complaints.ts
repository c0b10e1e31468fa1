import type { Logger } from '@nestjs/common';

const FIRST_WAIT_MS = 60_000;
const MAX_WAIT_MS = 3_600_000;

/**
 * Says what is wrong when it begins, and again after waits that grow to an hour, for a poll that
 * fails every ten seconds says the same each time. Something else wrong is said at once.
 */
export class Complaints {
  #last?: string;
  #waitMs = FIRST_WAIT_MS;
  #quietUntilMs = 0;

  constructor(private readonly logger: Pick<Logger, 'warn' | 'log'>) {}

  tell(what: string): void {
    const nowMs = performance.now();
    if (what === this.#last && nowMs < this.#quietUntilMs) return;
    this.#waitMs = what === this.#last ? Math.min(2 * this.#waitMs, MAX_WAIT_MS) : FIRST_WAIT_MS;
    this.#last = what;
    this.#quietUntilMs = nowMs + this.#waitMs;
    this.logger.warn(what);
  }

  /** All is well again. */
  settle(news: string): void {
    if (this.#last === undefined) return;
    this.#last = undefined;
    this.logger.log(news);
  }
}
