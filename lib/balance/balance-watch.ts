import type { PayamSmsApi } from '../api/payamsms.api.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import type { EventChannel } from '../events/event-channel.js';
import type { BalanceStore } from '../store/balance-store.js';
import type { Lease } from '../store/lease.js';

export interface WatchParts {
  api: Pick<PayamSmsApi, 'getBalance'>;
  store: BalanceStore;
  channel: Pick<EventChannel<'payamsms.balance.low'>, 'emit'>;
  /** Rials. */
  lowThreshold: number;
  /** Told what the listeners failed with. */
  onRefused: (errors: readonly ListenerFailure[]) => void;
}

/** Tells once that the credit is low, and again only after it was not. */
export class BalanceWatch {
  /** It was told, but that could not be written down. */
  #isUnwritten = false;

  constructor(private readonly parts: WatchParts) {}

  async check(lease: Lease): Promise<void> {
    const { api, store, channel, lowThreshold: threshold, onRefused } = this.parts;
    const balance = await api.getBalance();
    const isLow = balance < threshold;
    if (isLow === (await store.isTold())) return;
    const errors = isLow && !this.#isUnwritten ? await channel.emit({ balance, threshold }) : [];
    if (errors.length > 0) {
      // Not remembered as told, it is told at the next check.
      onRefused(errors);
      return;
    }
    this.#isUnwritten = isLow;
    await store.tell(lease, isLow);
    this.#isUnwritten = false;
  }
}
