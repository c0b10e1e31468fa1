import type { PayamSmsApi } from '../api/payamsms.api.js';
import { maskNumbers } from '../errors/mask.js';
import type { EventChannel } from '../events/event-channel.js';
import { EVENTS } from '../events/events.types.js';
import { AppDuty, type AppParts } from '../polling/app-duty.js';
import { Complaints } from '../polling/complaints.js';
import type { RegisteredJob } from '../polling/cron-job.js';
import { isLeaseLost } from '../polling/poller.js';
import type { InboxSettings } from '../settings/inbox-settings.js';
import type { Lease } from '../store/lease.js';
import { AppHealth } from './app-health.js';
import { FailureNews } from './failure-news.js';
import { Line } from './line.js';
import { LineListeners } from './line-listeners.js';
import { LineStart } from './line-start.js';

const SHORTEST_WAIT_MS = 50;
/** The store or the service failed: another try so soon would hardly fare better. */
const WAIT_AFTER_ERROR_MS = 1_000;

/** Polls the account's numbers from the app's start to its end. */
export class InboxPolling extends AppDuty {
  readonly inbound: EventChannel<'payamsms.inbound'>;
  readonly #news: FailureNews;
  readonly #complaints = new Map<string, Complaints>();
  readonly #lines: readonly Line[];

  constructor(
    inbox: InboxSettings,
    job: RegisteredJob,
    private readonly parts: AppParts & { api: PayamSmsApi },
  ) {
    super('inbox', job, parts);
    this.inbound = this.events.channel(EVENTS.inbound, inbox.handlerTimeoutMs);
    const failed = this.events.channel(EVENTS.inboundFailed, inbox.handlerTimeoutMs);
    this.#news = new FailureNews(failed, parts.store.inbox, this.logger);
    this.#lines = this.#open(inbox, parts.api);
  }

  override async onModuleDestroy(): Promise<void> {
    this.poller.halt();
    // A lease that is given up while such an answer is on its way would lose its texts.
    await Promise.all(this.#lines.map((line) => line.stop()));
    await this.poller.stop(this.parts.settings.shutdownTimeoutMs);
  }

  /** @returns how many texts were handled; 0 while another process polls */
  async byHand(chosen?: string): Promise<number> {
    const some = this.#lines.filter(({ number }) => chosen === undefined || number === chosen);
    if (some.length === 0) throw new RangeError('That number is not among inbox.numbers');
    const polls = await this.poller.byHand(async (lease) => {
      await this.#news.catchUp(lease);
      const ends = await Promise.allSettled(some.map((line) => this.#pollLine(line, lease)));
      return ends.map((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
    });
    return (polls ?? []).reduce((sum, handled) => sum + handled, 0);
  }

  /** All lines apart from each other: one that fails, or hangs, keeps no other. */
  async poll(lease: Lease): Promise<void> {
    await this.#news.catchUp(lease);
    const ends = await Promise.allSettled(
      this.#lines.map(async (line) => {
        const complaints = this.#complaintsOf(line);
        try {
          await this.#pollLine(line, lease);
          complaints.settle(`The inbox of ${maskNumbers(line.number)} can be polled again`);
        } catch (error) {
          if (isLeaseLost(error)) throw error;
          complaints.tell(
            `The inbox of ${maskNumbers(line.number)} could not be polled, and will be tried again: ${String(error)}`,
          );
        }
      }),
    );
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  async #pollLine(line: Line, lease: Lease): Promise<number> {
    try {
      const handled = await line.poll(lease);
      this.#wakeFor(line, SHORTEST_WAIT_MS);
      return handled;
    } catch (error) {
      this.#wakeFor(line, WAIT_AFTER_ERROR_MS);
      throw error;
    }
  }

  /** What is due at once, and could not be done, is not tried again without a pause. */
  #wakeFor({ retryInMs }: Line, leastMs: number): void {
    if (retryInMs !== undefined) this.poller.wakeIn(Math.max(leastMs, retryInMs));
  }

  #complaintsOf({ number }: Line): Complaints {
    const known = this.#complaints.get(number) ?? new Complaints(this.logger);
    this.#complaints.set(number, known);
    return known;
  }

  #open({ numbers, startFrom, overlapMs, maxAttempts }: InboxSettings, api: PayamSmsApi): Line[] {
    const { inbox } = this.parts.store;
    const health = new AppHealth();
    return numbers.map((number) => {
      const listeners = new LineListeners(
        number,
        this.inbound,
        this.#news,
        inbox,
        health,
        this.logger,
      );
      const start = new LineStart(number, startFrom, overlapMs, api, inbox, this.logger);
      return new Line({ number, maxAttempts, overlapMs }, api, inbox, start, listeners, health);
    });
  }
}
