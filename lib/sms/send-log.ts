import { channel } from 'node:diagnostics_channel';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { describeError } from '../privacy/describe-error.js';
import { loggerOf } from '../settings/logger.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { isAccepted, isOutOfCredit } from './call/outcome.js';
import type { SendCounts, SendOutcome } from './sms.types.js';

/** Published on `payamsms:send`, once a batch. */
export interface SendEvent extends SendCounts {
  /** Messages of the batch. */
  messages: number;
  /** Accepted ones that were found by asking, after a send that went wrong. */
  settled: number;
  /** Accepted ones that the service has twice. */
  doubled: number;
  /** How often the batch, or what was open of it, was sent. */
  sends: number;
  durationMs: number;
  /** The account's name; absent for the one without a name. */
  account?: string;
}

/** No warning of the credit comes sooner after the last. */
const CREDIT_QUIET_MS = 60_000;

const sends = channel('payamsms:send');

/** Logs and publishes what became of batches, in counts alone: no texts, no phone numbers. */
@Injectable()
export class SendLog {
  readonly #account: { account?: string };
  readonly #logger: Logger;
  /** Since when there is no credit, as far as the outcomes show. */
  #outOfCreditSinceMs?: number;
  #creditWarnedAtMs = -Infinity;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'account'>) {
    const { account } = settings;
    this.#account = account === undefined ? {} : { account };
    this.#logger = loggerOf(settings);
  }

  /** Once for each batch, when all its messages have an outcome. */
  batch(outcomes: readonly SendOutcome[], timesSent: number, durationMs: number): void {
    if (this.#outOfCreditSinceMs !== undefined) this.#noteCredit(outcomes, durationMs);
    const isWatched = sends.hasSubscribers || Logger.isLevelEnabled('debug');
    // The usual case, which is not worth a line, is not even counted.
    if (!isWatched && timesSent === 1 && outcomes.every(isPlain)) return;
    if (outcomes.some(isOutOfCredit)) this.#warnOfCredit();
    const event = toEvent(outcomes, timesSent, durationMs);
    if (sends.hasSubscribers) sends.publish({ ...event, ...this.#account } satisfies SendEvent);
    if (event.unknown > 0) {
      const ids = outcomes.flatMap((o) => (o.status === 'unknown' ? o.customerId : []));
      this.#logger.warn(
        `${describe(event)}. It is not known whether ${event.unknown} of them were accepted; ask for their customerIds before sending again: ${some(ids)}`,
      );
    } else if (event.settled > 0 || event.sends > 1) this.#logger.warn(describe(event));
    else if (Logger.isLevelEnabled('debug')) this.#logger.debug(describe(event));
    if (event.doubled > 0) {
      this.#logger.warn(
        `${event.doubled} accepted twice: the service showed them later than settleMs after the send; a longer settleMs prevents it`,
      );
    }
  }

  /** Batches that had left before the credit was gone prove nothing when they are accepted. */
  #noteCredit(outcomes: readonly SendOutcome[], durationMs: number): void {
    const hasLeftSince = performance.now() - durationMs > this.#outOfCreditSinceMs!;
    if (hasLeftSince && outcomes.some(isAccepted) && !outcomes.some(isOutOfCredit)) {
      this.#outOfCreditSinceMs = undefined;
    }
  }

  /** Without credit nothing goes on: logged once, and again only after messages were taken. */
  #warnOfCredit(): void {
    const nowMs = performance.now();
    if (this.#outOfCreditSinceMs !== undefined) return;
    this.#outOfCreditSinceMs = nowMs;
    // Near the end of the credit short messages are taken and long ones are not, in turn.
    if (nowMs - this.#creditWarnedAtMs < CREDIT_QUIET_MS) return;
    this.#creditWarnedAtMs = nowMs;
    this.#logger.warn(
      'The account has not enough credit (E6): what is not accepted yet is unsent, reason credit. Top it up and send again',
    );
  }

  /** What became of a stream's last batches after its consumer had left. */
  leftovers(outcomes: readonly SendOutcome[]): void {
    if (outcomes.length === 0) return;
    this.#logger.warn(
      `After its consumer left, a stream ended with ${counts(toEvent(outcomes, 1, 0))}`,
    );
  }

  sourceFailure(error: unknown): void {
    this.#logger.error(`The messages' source failed after it was left: ${describeError(error)}`);
  }
}

/** Whether it is known from the answer to its send, and is no matter for a warning. */
function isPlain(outcome: SendOutcome): boolean {
  return outcome.status === 'accepted'
    ? !outcome.settled && !outcome.duplicates
    : outcome.status !== 'unknown' && !isOutOfCredit(outcome);
}

function toEvent(
  outcomes: readonly SendOutcome[],
  timesSent: number,
  durationMs: number,
): SendEvent {
  const event: SendEvent = {
    messages: outcomes.length,
    accepted: 0,
    rejected: 0,
    unsent: 0,
    unknown: 0,
    settled: 0,
    doubled: 0,
    sends: timesSent,
    durationMs,
  };
  for (const outcome of outcomes) {
    event[outcome.status]++;
    if (outcome.status !== 'accepted') continue;
    if (outcome.settled) event.settled++;
    if (outcome.duplicates) event.doubled++;
  }
  return event;
}

function describe(event: SendEvent): string {
  const settled = event.settled > 0 ? `, ${event.settled} of them found by asking` : '';
  const again = event.sends > 1 ? `, sent ${event.sends} times` : '';
  return `Batch of ${event.messages}: ${counts(event)}${settled}${again}, ${Math.round(event.durationMs)} ms`;
}

function counts({ accepted, rejected, unsent, unknown }: SendCounts): string {
  return Object.entries({ accepted, rejected, unsent, unknown })
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${count} ${status}`)
    .join(', ');
}

function some(ids: readonly string[]): string {
  return ids.length <= 10
    ? ids.join(', ')
    : `${ids.slice(0, 10).join(', ')} and ${ids.length - 10} more`;
}
