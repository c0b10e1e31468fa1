import { Inject, Injectable, type Logger } from '@nestjs/common';
import { TIMED_OUT, withTimeout } from '../concurrency/bounded-wait.js';
import { describeError, OWN_MESSAGE } from '../privacy/describe-error.js';
import { loggerOf } from '../settings/logger.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { PreparedSms } from './prepare.js';
import type { SendOutcome } from './sms.types.js';

/** A message that the service took; one for each copy it has of it. */
export interface Acceptance {
  serverId: string;
  customerId: string;
  /** When it is to be sent, in the service's words; absent where that was at once. */
  sendDate?: string;
}

/** Keeps what it needs of accepted messages. */
export type AcceptedSmsSubscriber = (accepted: readonly Acceptance[]) => Promise<void>;

class NothingCameBack extends Error {
  override readonly name = 'NothingCameBack';
  readonly [OWN_MESSAGE] = true;

  constructor(waitedMs: number) {
    super(`nothing came back within ${waitedMs} ms`);
  }
}

/** A subscriber that hangs must not keep outcomes from their senders. */
const SUBSCRIBER_TIMEOUT_MS = 10_000;

/** Publishes every message that was accepted, to delivery tracking above all. */
@Injectable()
export class AcceptedSmsFeed {
  readonly #logger: Logger;
  readonly #subscribers: AcceptedSmsSubscriber[] = [];

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'account'>) {
    this.#logger = loggerOf(settings);
  }

  /** From now on the subscriber gets each accepted message, before its sender gets the outcome. */
  subscribe(subscriber: AcceptedSmsSubscriber): void {
    this.#subscribers.push(subscriber);
  }

  /** Without subscribers there is nothing to publish, nor to wait for. */
  get hasSubscribers(): boolean {
    return this.#subscribers.length > 0;
  }

  /**
   * Never rejects: the messages are accepted, whatever becomes of a subscriber.
   *
   * @param outcomes in the order of the messages
   */
  async publish(messages: readonly PreparedSms[], outcomes: readonly SendOutcome[]): Promise<void> {
    const accepted = outcomes.flatMap((outcome, i) => acceptancesOf(outcome, messages[i]!));
    if (accepted.length === 0) return;
    await Promise.all(this.#subscribers.map((subscriber) => this.#publishTo(subscriber, accepted)));
  }

  async #publishTo(
    subscriber: AcceptedSmsSubscriber,
    accepted: readonly Acceptance[],
  ): Promise<void> {
    try {
      const end = await withTimeout(subscriber(accepted), SUBSCRIBER_TIMEOUT_MS);
      if (end === TIMED_OUT) throw new NothingCameBack(SUBSCRIBER_TIMEOUT_MS);
    } catch (error) {
      const ids = accepted.map(({ serverId }) => serverId).join(', ');
      this.#logger.error(
        `${accepted.length} accepted messages may not be followed: ${describeError(error)}. Hand their serverIds to DeliveryService.track(): ${ids}`,
      );
    }
  }
}

function acceptancesOf(outcome: SendOutcome, { sendDate }: PreparedSms): Acceptance[] {
  if (outcome.status !== 'accepted') return [];
  const { serverId, customerId, duplicates = [] } = outcome;
  return [serverId, ...duplicates].map((id) => ({
    serverId: id,
    customerId,
    ...(sendDate !== undefined && { sendDate }),
  }));
}
