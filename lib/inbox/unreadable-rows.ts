import type { Logger } from '@nestjs/common';
import type { UnreadableSms } from '../api/api.types.js';
import { compareIds, isLong } from '../api/compare-ids.js';
import { maskNumbers } from '../errors/mask.js';
import type { InboxPosition, InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import type { FailureNews } from './failure-news.js';

/**
 * Sets rows of a number's inbox aside that cannot be read, each once: no listener could do anything
 * with them, and the texts behind them must not wait.
 */
export class UnreadableRows {
  /** The made-up ids of those that were set aside; the service may list them at each read. */
  readonly #known = new Set<string>();
  #readUnder?: Lease;

  constructor(
    private readonly number: string,
    private readonly store: InboxStore,
    private readonly news: Pick<FailureNews, 'tell'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** @param position where the number stands, for a read that begins there */
  async setAside(
    lease: Lease,
    rows: readonly UnreadableSms[],
    position?: Pick<InboxPosition, 'askAfter' | 'handled'>,
  ): Promise<void> {
    for (const { sms, problem } of rows) {
      if (await this.#isDone(lease, sms.id, position)) continue;
      const failure = { sms, error: problem, attempts: 0, at: new Date() };
      await this.store.setAside(lease, this.number, failure);
      this.#known.add(sms.id);
      this.logger.warn(
        `Text ${sms.id} to ${maskNumbers(this.number)} cannot be read and was set aside, see InboxService.failed(): ${problem}`,
      );
      await this.news.tell(failure);
    }
  }

  async #isDone(
    lease: Lease,
    id: string,
    { askAfter, handled }: Partial<InboxPosition> = {},
  ): Promise<boolean> {
    if (isLong(id) && id !== '0') {
      return handled?.has(id) === true || (askAfter !== undefined && compareIds(id, askAfter) <= 0);
    }
    // Nothing but the list of failures remembers a row without a number of its own.
    if (lease !== this.#readUnder) {
      for (const { sms } of await this.store.failed()) this.#known.add(sms.id);
      this.#readUnder = lease;
    }
    return this.#known.has(id);
  }
}
