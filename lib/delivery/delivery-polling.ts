import type { StatusLookup } from '../api/status-lookup.js';
import { describeError } from '../errors/describe-error.js';
import { Audience } from '../events/audience.js';
import type { EventChannel } from '../events/event-channel.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import { type DeliveryUpdate, EVENTS } from '../events/events.types.js';
import { withTimeout } from '../concurrency/bounded-wait.js';
import { AppDuty, type AppParts } from '../polling/app-duty.js';
import { Complaints } from '../polling/complaints.js';
import type { RegisteredJob } from '../polling/cron-job.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import type { Settings } from '../settings/settings.js';
import type { Lease } from '../store/lease.js';
import { DeliveryDesk } from './delivery-desk.js';
import type { Unwritable } from './ledger.js';
import type { Refusal } from './round.js';
import type { SteadyClock } from './steady-clock.js';

/** How many ids are named in a line of the log. */
const NAMED = 10;

type DeliveryParts = AppParts & { statuses: StatusLookup; clock: SteadyClock };

/** Runs the desk: by cron and by hand, while the lease is this process's and somebody listens. */
export class DeliveryPolling extends AppDuty<DeliveryParts> {
  readonly #flight = new SingleFlight<number>();
  readonly #channel: EventChannel<'payamsms.delivery'>;
  readonly #audience: Audience<'payamsms.delivery'>;
  readonly #unwritable: Complaints;
  #desk?: { lease: Lease; desk: DeliveryDesk };

  constructor(
    private readonly tracking: NonNullable<Settings['delivery']>,
    job: RegisteredJob,
    parts: DeliveryParts,
  ) {
    super(['delivery'], job, parts);
    this.#unwritable = new Complaints(this.logger);
    this.#channel = this.events.channel(EVENTS.delivery);
    this.#audience = new Audience(
      this.#channel,
      'no states are asked for; messages are followed all the same. Add a provider with a method under @OnDelivery()',
      this.logger,
    );
  }

  /** @returns how many changes were announced; 0 while another process polls, or nobody listens */
  async byHand(): Promise<number> {
    return (await this.pollers[0]!.byHand((lease) => this.poll(lease))) ?? 0;
  }

  hasListeners(): boolean {
    return this.#audience.exists();
  }

  poll(lease: Lease): Promise<number> {
    return this.#flight.run(
      async () => (await this.#audience.serve(() => this.#pollDesk(lease))) ?? 0,
    );
  }

  override async onModuleDestroy(): Promise<void> {
    this.halt();
    const stopping = this.#desk?.desk
      .stop()
      .catch((error: unknown) => this.logger.error(describeError(error)));
    if (stopping) await withTimeout(stopping, this.parts.settings.shutdownTimeoutMs);
    await this.stopPolling(0);
  }

  async #pollDesk(lease: Lease): Promise<number> {
    await this.parts.clock.meet(this.parts.store.delivery);
    return this.#deskOf(lease).poll();
  }

  /** What one desk has in hand is worth nothing under another lease. */
  #deskOf(lease: Lease): DeliveryDesk {
    if (this.#desk?.lease !== lease) {
      const { store, statuses, settings } = this.parts;
      const desk = new DeliveryDesk({
        store: store.delivery,
        lease,
        statuses,
        channel: { emit: (update) => this.#emit(update) },
        settings,
        ladder: this.tracking.ladderMs,
        now: () => this.parts.clock.now(),
        onRefused: (refused) => this.#complain(refused),
        onUnwritable: (entries) => this.#tellUnwritable(entries),
      });
      this.#desk = { lease, desk };
    }
    return this.#desk.desk;
  }

  /** What falls due goes by a clock of its own; what is told goes by the system's. */
  #emit(update: DeliveryUpdate): Promise<readonly ListenerFailure[]> {
    return this.#channel.emitToSomebody({ ...update, at: new Date() });
  }

  #tellUnwritable(entries: readonly Unwritable[]): void {
    const ids = entries.slice(0, NAMED).map(({ entry }) => entry.followed.id);
    this.#unwritable.tell(
      `The store refuses what became of ${entries.length} followed messages, ${ids.join(', ')}; the others are written, and these are asked for again: ${describeError(entries[0]!.error)}`,
    );
  }

  #complain(refused: readonly Refusal[]): void {
    const ids = refused.slice(0, NAMED).map(({ id }) => id);
    const others = refused.length > NAMED ? ` and ${refused.length - NAMED} more` : '';
    this.logger.error(
      `Listeners of ${EVENTS.delivery} failed for ${ids.join(', ')}${others}; they are told again after a while. The last one said: ${this.#channel.describe(refused.at(-1)!.errors)}`,
    );
  }
}
