import type { PayamSmsApi } from '../api/payamsms.api.js';
import { describeError } from '../errors/describe-error.js';
import { maskNumbers } from '../errors/mask.js';
import type { InboundSms } from '../api/api.types.js';
import { Audience } from '../events/audience.js';
import type { EventChannel } from '../events/event-channel.js';
import { EVENTS } from '../events/events.types.js';
import { AppDuty, type AppParts } from '../polling/app-duty.js';
import { Complaints } from '../polling/complaints.js';
import type { RegisteredJob } from '../polling/cron-job.js';
import { isLeaseLost, type Poller } from '../polling/poller.js';
import type { InboxSettings } from '../settings/inbox-settings.js';
import type { InboxDuty, Lease } from '../store/lease.js';
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
  readonly #audience: Audience<'payamsms.inbound'>;
  readonly #news: FailureNews;
  readonly #complaints = new Map<string, Complaints>();
  readonly #lines: readonly Line[];

  constructor(inbox: InboxSettings, job: RegisteredJob, parts: InboxParts) {
    super(inbox.numbers.map(dutyOf), job, parts);
    this.inbound = this.events.channel(EVENTS.inbound, inbox.handlerTimeoutMs);
    const failed = this.events.channel(EVENTS.inboundFailed, inbox.handlerTimeoutMs);
    this.#news = new FailureNews(failed, parts.store.inbox, this.logger);
    this.#audience = new Audience(
      this.inbound,
      'the inbox is not polled: put @OnInboundSms() on a method of a provider',
      this.logger,
    );
    this.#lines = this.#open(inbox);
  }

  override async onModuleDestroy(): Promise<void> {
    this.halt();
    this.#news.stop();
    // A lease that is given up while such an answer is on its way would lose its texts.
    await Promise.all(this.#lines.map((line) => line.stop()));
    await this.stopPolling(this.parts.settings.shutdownTimeoutMs);
  }

  hasListeners(): boolean {
    return this.#audience.exists();
  }

  /** @returns how many texts were handled; 0 for numbers that another process polls */
  async byHand(chosen?: string): Promise<number> {
    const some = this.#lines.filter(({ number }) => chosen === undefined || number === chosen);
    if (some.length === 0) throw new RangeError('That number is not among inbox.numbers');
    const counts = some.map((line) =>
      this.#pollerOf(line).byHand(async (lease) => {
        const ends = [this.#pollLine(line, lease), this.#catchUp(line, lease).then(() => 0)];
        const [handled] = valuesOf(await Promise.allSettled(ends));
        return handled!;
      }),
    );
    const handled = valuesOf(await Promise.allSettled(counts));
    return handled.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }

  /** A number's texts. Each has a lease of its own: one that fails, or hangs, keeps no other. */
  async poll(lease: Lease): Promise<void> {
    const line = this.#lines.find(({ number }) => dutyOf(number) === lease.duty)!;
    const inbox = `The inbox of ${maskNumbers(line.number)}`;
    const poll = this.#complaining(inbox, 'polled', this.#pollLine(line, lease));
    valuesOf(await Promise.allSettled([this.#catchUp(line, lease), poll]));
  }

  #pollerOf(line: Line): Poller {
    return this.pollers[this.#lines.indexOf(line)]!;
  }

  /**
   * What was set aside of this number. A text may name another number than the one it was read of:
   * one that no app on the store reads goes with the first of ours.
   */
  #catchUp(line: Line, lease: Lease): Promise<void> {
    const numbers = this.#lines.map(({ number }) => number);
    const { inbox } = this.parts.store;
    const isOurs = async ({ to }: InboundSms) => {
      if (to === line.number) return true;
      if (line.number !== numbers[0] || numbers.includes(to)) return false;
      return (await inbox.position(to)) === undefined;
    };
    const caughtUp = this.#news.catchUp(lease, isOurs);
    return this.#complaining('What was set aside', 'announced', caughtUp);
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
  #wakeFor(line: Line, leastMs: number): void {
    const { retryInMs } = line;
    if (retryInMs !== undefined) this.#pollerOf(line).wakeIn(Math.max(leastMs, retryInMs));
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

const dutyOf = (number: string): InboxDuty => `inbox:${number}`;

/** @throws what the first that failed failed with */
function valuesOf<T>(ends: readonly PromiseSettledResult<T>[]): T[] {
  return ends.map((end) => {
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  });
}
