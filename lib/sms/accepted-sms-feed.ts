import { Injectable, Logger } from '@nestjs/common';
import { TIMED_OUT, withTimeout } from '../concurrency/bounded-wait.js';
import { describeError, OWN_MESSAGE } from '../errors/describe-error.js';
import type { PreparedSms } from './prepare.js';
import type { SendOutcome } from './sms.types.js';

/** A message that the service took; one for each copy it has of it. */
export interface Acceptance {
  serverId: string;
  customerId: string;
  /** When it is to be sent, in the service's words; absent where that was at once. */
  sendDate?: string;
}

/** Takes note of accepted messages. */
export type Follower = (accepted: readonly Acceptance[]) => Promise<void>;

class NothingCameBack extends Error {
  override readonly name = 'NothingCameBack';
  readonly [OWN_MESSAGE] = true;

  constructor(waitedMs: number) {
    super(`nothing came back within ${waitedMs} ms`);
  }
}

/** Whoever takes notes must not keep outcomes from those who wait for them. */
const FOLLOWER_TIMEOUT_MS = 10_000;

/** What `sms` announces to the rest of the house: every message that was accepted. */
@Injectable()
export class Acceptances {
  readonly #logger = new Logger('PayamSms');
  readonly #followers: Follower[] = [];

  /** From now on the follower is told of each accepted message before its sender is. */
  follow(follower: Follower): void {
    this.#followers.push(follower);
  }

  /** Without followers nothing needs to be told, nor waited for. */
  get areFollowed(): boolean {
    return this.#followers.length > 0;
  }

  /**
   * Never rejects: the messages are accepted, whatever comes of the note.
   *
   * @param outcomes in the order of the messages
   */
  async tell(messages: readonly PreparedSms[], outcomes: readonly SendOutcome[]): Promise<void> {
    const accepted = outcomes.flatMap((outcome, i) => acceptancesOf(outcome, messages[i]!));
    if (accepted.length === 0) return;
    await Promise.all(this.#followers.map((follower) => this.#tellOne(follower, accepted)));
  }

  async #tellOne(follower: Follower, accepted: readonly Acceptance[]): Promise<void> {
    try {
      const end = await withTimeout(follower(accepted), FOLLOWER_TIMEOUT_MS);
      if (end === TIMED_OUT) throw new NothingCameBack(FOLLOWER_TIMEOUT_MS);
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
