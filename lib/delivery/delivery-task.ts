import type { Logger } from '@nestjs/common';
import type { StatusLookup } from '../api/status-lookup.js';
import { withTimeout } from '../concurrency/bounded-wait.js';
import type { EventChannel } from '../events/event-channel.js';
import { ListenerCheck } from '../events/listener-check.js';
import type { Settings } from '../settings/settings.js';
import type { DeliveryStore } from '../store/delivery-store.js';
import type { Lease } from '../store/lease.js';
import type { LeasedTask } from '../tasks/leased-task.js';
import { DeliveryLog } from './delivery-log.js';
import { DeliveryTracker } from './delivery-tracker.js';
import type { SteadyClock } from './steady-clock.js';

export interface DeliveryDependencies {
  store: DeliveryStore;
  statuses: Pick<StatusLookup, 'ask'>;
  channel: Pick<
    EventChannel<'payamsms.delivery'>,
    'event' | 'listenerCount' | 'emitToListeners' | 'describe'
  >;
  clock: SteadyClock;
  settings: Pick<Settings, 'baseUrl' | 'batchSize' | 'maxConcurrency'>;
  logger: Pick<Logger, 'log' | 'warn' | 'error'>;
}

/** Emits each change of the messages that are followed. */
export class DeliveryTask implements LeasedTask<number> {
  readonly leaseName = 'delivery';
  readonly title = 'delivery states';
  readonly #listeners: ListenerCheck<'payamsms.delivery'>;
  readonly #log: DeliveryLog;
  #tracker?: { lease: Lease; tracker: DeliveryTracker };
  #isStopped = false;

  constructor(
    private readonly tracking: NonNullable<Settings['delivery']>,
    private readonly dependencies: DeliveryDependencies,
  ) {
    const { channel, logger } = dependencies;
    this.#log = new DeliveryLog(dependencies);
    this.#listeners = new ListenerCheck(
      channel,
      'no states are asked for, while messages are followed all the same',
      logger,
    );
  }

  canServe(): boolean {
    return this.#listeners.hasListeners();
  }

  /** @returns how many changes were emitted, all their listeners resolved */
  async run(lease: Lease): Promise<number> {
    if (!this.canServe()) return 0;
    const { clock, store } = this.dependencies;
    await clock.synchronize(store);
    // The app may have ended meanwhile.
    if (this.#isStopped) return 0;
    return this.#trackerUnder(lease).run();
  }

  async stop(timeoutMs: number): Promise<void> {
    this.#isStopped = true;
    if (this.#tracker) await withTimeout(this.#tracker.tracker.stop(), timeoutMs);
  }

  /** What a tracker has taken is worth nothing under another lease. */
  #trackerUnder(lease: Lease): DeliveryTracker {
    if (this.#tracker?.lease !== lease) {
      const ladder = this.tracking.ladderMs;
      const tracker = new DeliveryTracker({ ...this.dependencies, lease, ladder, log: this.#log });
      this.#tracker = { lease, tracker };
    }
    return this.#tracker.tracker;
  }
}
