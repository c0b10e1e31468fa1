import { Condition } from '../concurrency/condition.js';
import { LinkedQueue } from '../concurrency/linked-queue.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import type { EventChannel } from '../events/event-channel.js';
import type { DeliveryUpdate } from '../events/events.types.js';
import type { Followed, FollowedChange } from '../store/delivery-store.js';
import type { Lease } from '../store/lease.js';

/** A change of a message that is to be emitted. */
export interface Emission {
  followed: Followed;
  update: DeliveryUpdate;
  /** What is to be written of the message once its listeners have resolved. */
  next: FollowedChange | undefined;
}

/** What follows from an emission. */
export interface EmissionResults {
  /** @param failures of its listeners; empty when all have resolved */
  listenersEnded(emission: Emission, failures: readonly ListenerFailure[]): void;
  /** It was not emitted: another process may have the lease by now, and emit it too. */
  leaseLost(emission: Emission): void;
}

export interface PoolDependencies {
  channel: Pick<EventChannel<'payamsms.delivery'>, 'emitToListeners'>;
  lease: Pick<Lease, 'isHeld'>;
  results: EmissionResults;
}

/** Calls the listeners of many messages at once, but not of all of them. */
export class ListenerPool {
  readonly #waiting = new LinkedQueue<Emission>();
  readonly #idle = new Condition();
  #running = 0;

  /** @param limit of how many messages the listeners run at once */
  constructor(
    private readonly limit: number,
    private readonly dependencies: PoolDependencies,
  ) {}

  add(emission: Emission): void {
    this.#waiting.push(emission);
    if (this.#running < this.limit) void this.#run();
  }

  /** Begins no more; resolves when the listeners that run have ended. */
  stop(): Promise<void> {
    this.#waiting.clear();
    return this.whenIdle();
  }

  /** Resolves when no listeners run. */
  async whenIdle(): Promise<void> {
    while (this.#running > 0) await this.#idle.wait();
  }

  async #run(): Promise<void> {
    const { channel, lease, results } = this.dependencies;
    this.#running++;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      if (lease.isHeld()) results.listenersEnded(next, await channel.emitToListeners(next.update));
      else results.leaseLost(next);
    }
    this.#running--;
    if (this.#running === 0) this.#idle.notifyAll();
  }
}
