import type { Logger } from '@nestjs/common';
import type { PayamSmsApi } from '../api/payamsms.api.js';
import type { EventChannel } from '../events/event-channel.js';
import { ListenerCheck } from '../events/listener-check.js';
import type { BalanceStore } from '../store/balance-store.js';
import type { Lease } from '../store/lease.js';
import { type LeasedTask, requireHeld } from '../tasks/leased-task.js';

export interface BalanceDependencies {
  api: Pick<PayamSmsApi, 'getBalance'>;
  store: BalanceStore;
  channel: Pick<
    EventChannel<'payamsms.balance.low'>,
    'event' | 'listenerCount' | 'emitToListeners' | 'describe'
  >;
  logger: Pick<Logger, 'warn' | 'error'>;
}

/** Emits once that the credit is low, and again only after it was not. */
export class BalanceTask implements LeasedTask<void> {
  readonly leaseName = 'balance';
  readonly title = 'the balance';
  readonly #listeners: ListenerCheck<'payamsms.balance.low'>;
  /** Under this lease it was emitted, and that could not be stored yet. */
  #unstoredUnder?: Lease | undefined;

  /** @param lowThreshold in Rials */
  constructor(
    private readonly lowThreshold: number,
    private readonly dependencies: BalanceDependencies,
  ) {
    this.#listeners = new ListenerCheck(
      dependencies.channel,
      'the balance is not asked for',
      dependencies.logger,
    );
  }

  canServe(): boolean {
    return this.#listeners.hasListeners();
  }

  async run(lease: Lease): Promise<void> {
    if (!this.canServe()) return;
    const { api, store } = this.dependencies;
    const balance = await api.getBalance();
    const isLow = balance < this.lowThreshold;
    if (!isLow) this.#unstoredUnder = undefined;
    if (isLow === (await store.wasLow())) return;
    if (isLow && this.#unstoredUnder !== lease) {
      requireHeld(lease, 'emit that the credit is low');
      // One that no listener took is not stored, so the next run emits it again.
      if (!(await this.#emit(balance))) return;
      this.#unstoredUnder = lease;
    }
    await store.setLow(lease, isLow);
    this.#unstoredUnder = undefined;
  }

  async #emit(balance: number): Promise<boolean> {
    const { channel, logger } = this.dependencies;
    const failures = await channel.emitToListeners({ balance, threshold: this.lowThreshold });
    if (failures.length === 0) return true;
    logger.error(
      `Listeners of ${channel.event} failed, and are called again at the next check: ${channel.describe(failures)}`,
    );
    return false;
  }
}
