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
    position?: InboxPosition,
  ): Promise<void> {
    for (const { sms, problem } of rows) {
      if (await this.#isDone(sms.id, position)) continue;
      const failure = { sms, error: problem, attempts: 0, at: new Date() };
      await this.store.setAside(lease, this.number, failure);
      this.logger.warn(
        `Text ${sms.id} to ${maskNumbers(this.number)} cannot be read and was set aside, see InboxService.failed(): ${problem}`,
      );
      await this.news.tell(failure);
    }
  }

  /** Nothing but what was set aside remembers a row without a number of its own. */
  async #isDone(
    id: string,
    { askAfter, handled, waiting }: Partial<InboxPosition> = {},
  ): Promise<boolean> {
    if (!isLong(id)) return this.store.wasSetAside(id);
    if (askAfter !== undefined && compareIds(id, askAfter) <= 0) return true;
    // One that waits was read before.
    return handled?.has(id) === true || waiting?.some((text) => text.id === id) === true;
  }
}
