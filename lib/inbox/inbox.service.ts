import { Inject, Injectable } from '@nestjs/common';
import type { InboundFailure } from '../events/events.types.js';
import { normalizeMsisdn } from '../msisdn/normalize-msisdn.js';
import { offError } from '../settings/off-error.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { STORE } from '../store/open-store.js';
import type { AccountStore } from '../store/store.js';
import { copyOf } from '../events/copy-of.js';
import { withAccount } from '../events/with-account.js';
import type { Inbox } from './inbox.js';

/** Injects the {@link Inbox}; `undefined` where it is off. */
export const INBOX = Symbol('PAYAMSMS_INBOX');

/** Polling for texts from phones (guide 6.2), and those that were set aside. */
@Injectable()
export class InboxService {
  constructor(
    @Inject(INBOX) private readonly inbox: Inbox | undefined,
    @Inject(STORE) private readonly store: AccountStore,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'account'>,
  ) {}

  /**
   * What the cron job does: reads what is new on one of `inbox.numbers`, or on all, and hands each
   * text to the listeners. Joins a poll that runs.
   *
   * @returns how many texts were handled: none of a number that another process polls, or whose failed
   *   text waits to be tried again, and none at all without listeners
   * @throws {PayamSmsConfigurationError} when the inbox is off
   * @throws what the service or the store failed with; the next poll goes on from there
   */
  async poll(number?: string): Promise<number> {
    return this.#required().pollByHand(number === undefined ? undefined : normalizeMsisdn(number));
  }

  /**
   * The texts that were set aside, oldest first: their listeners failed too often, or (`attempts` 0)
   * they cannot be read.
   */
  async failed(): Promise<InboundFailure[]> {
    const letters = await this.store.inbox.deadLetters();
    const { account } = this.settings;
    return letters.map(({ sms, error, attempts }) =>
      withAccount({ sms: copyOf(sms), error, attempts }, account),
    );
  }

  /**
   * Hands a text that was set aside to the listeners again; once they have handled it, it is set
   * aside no more.
   *
   * @param id the `sms.id` of one of {@link failed}
   * @throws what a listener failed with, an `AggregateError` for several; the text stays set aside
   * @throws {RangeError} when no such text is set aside
   */
  async retryFailed(id: string): Promise<void> {
    const { inbound } = this.#required();
    const letter = await this.store.inbox.deadLetter(id);
    if (!letter) throw new RangeError('No text with that id is set aside');
    if (inbound.listenerCount() === 0) throw new Error(`No listener takes ${inbound.event}`);
    const { sms, attempts } = letter;
    const failures = await inbound.emit(copyOf(sms));
    if (failures.length === 0) {
      await this.forget(id);
      return;
    }
    const said = inbound.describe(failures, sms.body);
    const errors = failures.map(({ error }) => error);
    await this.store.inbox.failedAgain(id, said, attempts + 1);
    throw errors.length === 1 ? errors[0] : new AggregateError(errors, said);
  }

  /** Gives up a text that was set aside. @returns whether it was set aside */
  async forget(id: string): Promise<boolean> {
    return this.store.inbox.removeDeadLetter(id);
  }

  #required(): Inbox {
    if (!this.inbox) throw offError('inbox.numbers', 'the inbox', this.settings.account);
    return this.inbox;
  }
}
