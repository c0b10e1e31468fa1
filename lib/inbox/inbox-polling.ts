import type { PayamSmsApi } from '../api/payamsms.api.js';
import { describeError } from '../errors/describe-error.js';
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
import { UnreadableRows } from './unreadable-rows.js';

const SHORTEST_WAIT_MS = 50;
/** The store or the service failed: another try so soon would hardly fare better. */
const WAIT_AFTER_ERROR_MS = 1_000;

type InboxParts = AppParts & { api: PayamSmsApi };

/** Polls the account's numbers from the app's start to its end. */
export class InboxPolling extends AppDuty<InboxParts> {
  readonly inbound: EventChannel<'payamsms.inbound'>;
  readonly #news: FailureNews;
  readonly #complaints = new Map<string, Complaints>();
  readonly #lines: readonly Line[];

  constructor(inbox: InboxSettings, job: RegisteredJob, parts: InboxParts) {
    super('inbox', job, parts);
    this.inbound = this.events.channel(EVENTS.inbound, inbox.handlerTimeoutMs);
    const failed = this.events.channel(EVENTS.inboundFailed, inbox.handlerTimeoutMs);
    this.#news = new FailureNews(failed, parts.store.inbox, this.logger);
    this.#lines = this.#open(inbox);
  }

  override async onModuleDestroy(): Promise<void> {
    this.poller.halt();
    this.#news.stop();
    // A lease that is given up while such an answer is on its way would lose its texts.
    await Promise.all(this.#lines.map((line) => line.stop()));
    await this.poller.stop(this.parts.settings.shutdownTimeoutMs);
  }

  /** @returns how many texts were handled; 0 while another process polls */
  async byHand(chosen?: string): Promise<number> {
    const some = this.#lines.filter(({ number }) => chosen === undefined || number === chosen);
    if (some.length === 0) throw new RangeError('That number is not among inbox.numbers');
    const counts = await this.poller.byHand(async (lease) => {
      const caughtUp = this.#catchUp(lease).then(() => 0);
      const polls = some.map((line) => this.#pollLine(line, lease));
      return valuesOf(await Promise.allSettled([caughtUp, ...polls]));
    });
    return (counts ?? []).reduce((sum, handled) => sum + handled, 0);
  }

  /** All apart from each other: one that fails, or hangs, keeps no other. */
  async poll(lease: Lease): Promise<void> {
    const polls = this.#lines.map((line) => {
      const inbox = `The inbox of ${maskNumbers(line.number)}`;
      return this.#complaining(inbox, 'polled', this.#pollLine(line, lease));
    });
    valuesOf(await Promise.allSettled([this.#catchUp(lease), ...polls]));
  }

  #catchUp(lease: Lease): Promise<void> {
    return this.#complaining('What was set aside', 'announced', this.#news.catchUp(lease));
  }

  /** Says what could not be done, once; only a lost lease is everybody's affair. */
  async #complaining(what: string, done: string, work: Promise<unknown>): Promise<void> {
    const complaints = this.#complaints.get(what) ?? new Complaints(this.logger);
    this.#complaints.set(what, complaints);
    try {
      await work;
      complaints.settle(`${what} can be ${done} again`);
    } catch (error) {
      if (isLeaseLost(error)) throw error;
      complaints.tell(
        `${what} could not be ${done}, and will be tried again: ${describeError(error)}`,
      );
    }
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

  #open({ numbers, startFrom, overlapMs, maxAttempts }: InboxSettings): Line[] {
    const { api, store } = this.parts;
    const { inbox } = store;
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
      const unreadable = new UnreadableRows(number, inbox, this.#news, this.logger);
      const start = new LineStart(
        number,
        startFrom,
        overlapMs,
        api,
        inbox,
        unreadable,
        this.logger,
      );
      const options = { number, maxAttempts, overlapMs };
      return new Line(options, api, inbox, start, unreadable, listeners, health);
    });
  }
}

/** @throws what the first that failed failed with */
function valuesOf<T>(ends: readonly PromiseSettledResult<T>[]): T[] {
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}
