import { Inject, Injectable, type Logger } from '@nestjs/common';
import type {
  Cancellation,
  ScheduledAnswer,
  ScheduledFilter,
  ScheduledPage,
  ScheduledSms,
} from '../api/api.types.js';
import { PayamSmsApi } from '../api/payamsms.api.js';
import { describeError } from '../privacy/describe-error.js';
import { loggerOf } from '../settings/logger.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { toQuery } from './filter-query.js';
import type { PageOptions } from './schedule.types.js';

/** The page size of {@link ScheduleService.iterate}. */
const ITERATE_SIZE = 100;

/**
 * Messages that wait for their time (guide 7). Every method may throw
 * `PayamSmsAuthenticationError`, `PayamSmsApiError`, `PayamSmsTransportError` and
 * `PayamSmsUnexpectedAnswerError`.
 */
@Injectable()
export class ScheduleService {
  readonly #logger: Logger;

  constructor(
    private readonly api: PayamSmsApi,
    @Inject(SETTINGS) settings: Pick<Settings, 'account'>,
  ) {
    this.#logger = loggerOf(settings);
  }

  /**
   * One page of the messages that match every part of the filter (guide 7.1). A row that cannot be
   * read is left out, and the log says so; where no other came, it is thrown.
   *
   * @throws {TypeError} when the filter is empty
   */
  async list(filter: ScheduledFilter, options: PageOptions = {}): Promise<ScheduledPage> {
    const answer = await this.#list(filter, options);
    const { items, unreadable, page, totalPages, totalItems } = answer;
    if (items.length === 0 && unreadable[0]) throw unreadable[0].error;
    return { items, page, totalPages, totalItems };
  }

  /**
   * Every message that matches, page by page, each once. Messages may be cancelled on the way:
   * what then moves to a page already seen is found by going through the pages again.
   */
  async *iterate(filter: ScheduledFilter): AsyncGenerator<ScheduledSms, void, undefined> {
    const seen = new Set<string>();
    for (let shrunk = true; shrunk;) {
      shrunk = false;
      const before = seen.size;
      let total: number | undefined;
      for (let page = 0; ; page++) {
        const options = { page, size: ITERATE_SIZE };
        const { items, unreadable, totalItems, totalPages } = await this.#list(filter, options);
        const rows = items.length + unreadable.length;
        for (const item of items) {
          if (seen.has(item.serverId)) continue;
          seen.add(item.serverId);
          yield item;
        }
        shrunk ||= totalItems < (total ?? totalItems);
        total = totalItems;
        if (rows === 0 || page + 1 >= totalPages) break;
      }
      // A pass that met nothing new proves that nothing was left behind.
      if (seen.size === before) break;
    }
  }

  /**
   * Cancels a message before it is sent (guide 7.2). `cancelled` is false when it was too late.
   * After a `PayamSmsTransportError` ask {@link list} by `serverId` whether it still waits.
   *
   * @param reason why, for the account's records
   */
  async cancel(serverId: string, reason?: string): Promise<Cancellation> {
    if (typeof serverId !== 'string' || serverId.trim() === '') {
      throw new TypeError('serverId must be a string that is not empty');
    }
    return this.api.cancelScheduled(serverId, reason);
  }

  async #list(filter: ScheduledFilter, options: PageOptions): Promise<ScheduledAnswer> {
    const answer = await this.api.listScheduled(toQuery(filter, options, this.api.time));
    const { items, unreadable } = answer;
    const jalali = items.length === 0 && unreadable.find(({ isJalali }) => isJalali);
    // Then it is no row that is wrong, but how dates are read.
    if (jalali) throw jalali.error;
    for (const { serverId = 'unknown', error } of unreadable) {
      this.#logger.warn(
        `A row of the scheduled list was left out, for it cannot be read: serverId ${serverId}, ${describeError(error)}`,
      );
    }
    return answer;
  }
}
