import { Inject, Injectable, type Logger } from '@nestjs/common';
import type { InboundSms, InboxAnswer } from '../api/api.types.js';
import { PayamSmsApi } from '../api/payamsms.api.js';
import { checkedIds } from '../api/status-ids.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { describeError } from '../privacy/describe-error.js';
import { maskNumbers } from '../privacy/mask.js';
import { PayamSmsError } from '../errors/payamsms.error.js';
import { normalizeMsisdn } from '../msisdn/normalize-msisdn.js';
import { loggerOf } from '../settings/logger.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { SharedStatuses } from './shared-statuses.js';
import { toMessageStatuses } from './message-status.js';
import type { InboxOptions, MessageStatus, StatusOptions } from './report.types.js';

/**
 * Delivery states and received texts (guide 6). Every method may throw
 * `PayamSmsAuthenticationError`, `PayamSmsApiError`, `PayamSmsTransportError` and
 * `PayamSmsUnexpectedAnswerError`.
 */
@Injectable()
export class ReportService {
  readonly #logger: Logger;

  constructor(
    private readonly api: PayamSmsApi,
    private readonly statuses: SharedStatuses,
    @Inject(SETTINGS) settings: Pick<Settings, 'account'>,
  ) {
    this.#logger = loggerOf(settings);
  }

  /**
   * The states of any number of messages (guide 6.1), asked for in calls of up to 250. Each
   * distinct id is answered, in the order given: with `found: false`, or with every message that
   * has it (several may have the same customerId). A row that cannot be read is left out, and the
   * log says so; it is thrown where nothing was found, for it may be what was asked for.
   *
   * Calls that come close together share their calls of the service.
   */
  async getStatuses(
    ids: Iterable<string>,
    { by = 'serverId' }: StatusOptions = {},
  ): Promise<MessageStatus[]> {
    const asked = checkedIds(ids);
    const { rows, unreadable } = await this.statuses.find(asked, by);
    const statuses: MessageStatus[] = [];
    const problems: [id: string, error: PayamSmsError][] = [];
    for (const id of new Set(asked)) {
      const error = unreadable.get(id);
      if (error) problems.push([id, error]);
      // A row that is refused by itself does not show whether the id is known.
      if (error instanceof PayamSmsApiError) continue;
      for (const status of toMessageStatuses(id, rows.get(id) ?? [], by)) {
        if (status instanceof PayamSmsError) problems.push([id, status]);
        else statuses.push(status);
      }
    }
    // Where nothing was found, what cannot be read may be what was asked for.
    if (problems[0] && !statuses.some(({ found }) => found)) throw problems[0][1];
    for (const [id, error] of problems) {
      this.#logger.warn(
        `A row of a status answer cannot be read, and may be that of the ${by} ${maskNumbers(id)}: ${describeError(error)}`,
      );
    }
    return statuses;
  }

  /**
   * The texts received on a number after an id, oldest first (guide 6.2). Changes nothing at the
   * service, so it may be called as often as one likes. A row that cannot be read is left out, and
   * the log says so.
   */
  async getInbox(number: string, { afterId }: InboxOptions): Promise<InboundSms[]> {
    if (!/^\d+$/.test(afterId)) {
      throw new TypeError("afterId must be decimal digits in a string, such as '0' for all texts");
    }
    return this.#readable(await this.api.getInbox(normalizeMsisdn(number), afterId));
  }

  /**
   * Takes up to 90 unread texts, oldest first (guide 6.2). DESTRUCTIVE: the service marks them
   * read as it answers, and a lost answer's texts are found again by {@link getInbox} alone, which is
   * what to prefer. A row that cannot be read is left out, and the log says so.
   */
  async takeUnread(number: string): Promise<InboundSms[]> {
    return this.#readable(await this.api.getInbox(normalizeMsisdn(number)));
  }

  /** A row that cannot be read must not cost the others, which may be marked read by now. */
  #readable({ texts, unreadable }: InboxAnswer): InboundSms[] {
    for (const { sms, problem } of unreadable) {
      this.#logger.warn(
        `A row of the inbox of ${maskNumbers(sms.to)} was left out, for it cannot be read: text ${sms.id}, ${problem}`,
      );
    }
    return texts;
  }
}
