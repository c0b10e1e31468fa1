import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import type { StatusLookup } from '../api/status-lookup.js';
import type { EventChannel } from '../events/event-channel.js';
import type { Settings } from '../settings/settings.js';
import type { DeliveryStore } from '../store/delivery-store.js';
import type { Lease } from '../store/lease.js';
import { CallRunner } from './call-runner.js';
import type { DeliveryLog } from './delivery-log.js';
import { DueCalls } from './due-calls.js';
import type { Ladder } from './ladder.js';
import { Quarantine } from './quarantine.js';
import { RunProgress } from './run-progress.js';
import type { SteadyClock } from './steady-clock.js';
import { WriteBuffer } from './write-buffer.js';

/** While slow listeners run, other messages become due. */
const READ_AGAIN_MS = 1_000;

export interface TrackerDependencies {
  store: DeliveryStore;
  lease: Lease;
  statuses: Pick<StatusLookup, 'ask'>;
  channel: Pick<EventChannel<'payamsms.delivery'>, 'emitToListeners'>;
  settings: Pick<Settings, 'baseUrl' | 'batchSize' | 'maxConcurrency'>;
  ladder: Ladder;
  clock: Pick<SteadyClock, 'now' | 'systemMs'>;
  log: DeliveryLog;
}

/**
 * Asks for the states of all messages that are due, emits what has changed and writes that down, for
 * as long as the lease holds. The listeners of a message hold up that message alone.
 *
 * A message goes from {@link DueCalls} to {@link CallRunner}, where its state changed to its
 * listeners, and to {@link WriteBuffer}, which releases it.
 */
export class DeliveryTracker {
  readonly #due: DueCalls;
  readonly #calls: CallRunner;
  readonly #writes: WriteBuffer;
  readonly #quarantine = new Quarantine();
  readonly #progress = new RunProgress();
  readonly #stopping = new LightAbortSignal();

  constructor(private readonly dependencies: TrackerDependencies) {
    const due = new DueCalls(dependencies);
    const progress = this.#progress;
    const shared = { ...dependencies, due, progress };
    const writes = new WriteBuffer({ ...shared, quarantine: this.#quarantine });
    this.#due = due;
    this.#writes = writes;
    this.#calls = new CallRunner({ ...shared, writes, signal: this.#stopping });
  }

  /**
   * Goes on until nothing is due any more. Not to be called again before it has ended.
   *
   * @returns how many changes were emitted, all their listeners resolved
   * @throws what the service or the store failed with, when all else is done
   */
  async run(): Promise<number> {
    this.#progress.reset();
    for (const followed of this.#quarantine.released()) this.#due.release(followed);
    // What the last run could not write was emitted already.
    await this.#attempt(() => this.#writes.flush());
    await this.#attempt(() => this.#startCalls());
    this.#due.putBack();
    await this.#end();
    const { emitted, error, failedMessages } = this.#progress.state;
    if (failedMessages) this.dependencies.log.listenersFailed(failedMessages);
    if (error) throw error.error;
    return emitted;
  }

  /**
   * Asks and emits no more, and waits for listeners that run; messages whose listeners have not ended
   * stay due.
   */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#progress.changed();
    await this.#calls.stop();
    await this.#writes.flush();
  }

  async #startCalls(): Promise<void> {
    while (!this.#isOver) {
      const isIdle = this.#progress.openMessages === 0 && this.#writes.size === 0;
      if (!this.#hasRoom) await this.#progress.change();
      else if (await this.#startNextCall(isIdle)) continue;
      else if (isIdle) return;
      else if (this.#progress.openMessages > 0) await this.#progress.change(READ_AGAIN_MS);
      else await this.#writes.flush();
    }
  }

  /** @returns false when all messages that are due are taken already; with `isIdle`, when none is due */
  async #startNextCall(isIdle: boolean): Promise<boolean> {
    // With hardly any message taken, to read from the earliest one on costs nothing.
    if (isIdle) this.#due.restart();
    const call = await this.#due.next();
    if (!call) return false;
    // The run may have ended while the store was read.
    if (!this.#isOver) this.#calls.start(call);
    else for (const message of call.messages) this.#due.release(message);
    return true;
  }

  /** Waits for all that was begun. */
  async #end(): Promise<void> {
    while (this.#progress.openMessages > 0 && !this.#stopping.aborted) {
      await this.#progress.change();
    }
    // Once stopped, what is open stays due, but for messages whose listeners run.
    if (this.#stopping.aborted) await this.#calls.whenListenersEnded();
    await this.#attempt(() => this.#writes.flush());
  }

  get #isOver(): boolean {
    return this.#stopping.aborted || this.#progress.state.stop !== undefined;
  }

  get #hasRoom(): boolean {
    const { maxConcurrency } = this.dependencies.settings;
    const { openCalls, hasRoom } = this.#progress;
    return openCalls < maxConcurrency && hasRoom && this.#writes.hasRoom;
  }

  /** An error ends the run, but only when all that was begun has ended. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#progress.add({ type: 'failed', error });
    }
  }
}
