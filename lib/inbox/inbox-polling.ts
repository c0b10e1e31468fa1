import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { PayamSmsApi } from '../api/payamsms.api.js';
import { PayamSmsConfigurationError } from '../errors/configuration.error.js';
import { maskNumbers } from '../errors/mask.js';
import { PayamSmsEvents } from '../events/payamsms-events.js';
import { EVENTS } from '../events/events.types.js';
import { Complaints } from '../polling/complaints.js';
import { jobProvider, type RegisteredJob } from '../polling/cron-job.js';
import { isLeaseLost, Poller } from '../polling/poller.js';
import type { InboxSettings } from '../settings/inbox-settings.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { variableOf } from '../settings/variables.js';
import { Durability } from '../store/durability.js';
import type { Lease } from '../store/lease.js';
import { STORE } from '../store/open-store.js';
import type { PayamSmsStore } from '../store/store.js';
import { AppHealth } from './app-health.js';
import { Line } from './line.js';
import { type InboxChannels, LineListeners } from './line-listeners.js';
import { LineStart } from './line-start.js';

const OPTION = 'inbox.numbers';
const SHORTEST_WAIT_MS = 50;
/** The store or the service failed: another try so soon would hardly fare better. */
const WAIT_AFTER_ERROR_MS = 1_000;
const INBOX_JOB = Symbol('PAYAMSMS_INBOX_JOB');

/** The cron job of the inbox, where it is on. */
export const inboxJob = jobProvider(INBOX_JOB, 'payamsms:inbox', ({ inbox }) =>
  inbox ? { cron: inbox.cron, option: OPTION } : undefined,
);

interface Polled {
  poller: Poller;
  lines: readonly Line[];
}

/** Polls the account's numbers from the app's start to its end. */
@Injectable()
export class InboxPolling implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  readonly #logger = new Logger('PayamSms');
  readonly #complaints = new Map<string, Complaints>();
  readonly channels: InboxChannels;
  readonly #polled?: Polled;

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(STORE) private readonly store: PayamSmsStore,
    @Inject(INBOX_JOB) job: RegisteredJob | undefined,
    private readonly api: PayamSmsApi,
    private readonly events: PayamSmsEvents,
    private readonly durability: Durability,
    private readonly moduleRef: ModuleRef,
  ) {
    const { inbox } = settings;
    const timeoutMs = inbox?.handlerTimeoutMs ?? 0;
    this.channels = {
      inbound: events.channel(EVENTS.inbound, timeoutMs),
      failed: events.channel(EVENTS.inboundFailed, timeoutMs),
    };
    if (!inbox || !job) return;
    const lines = this.#lines(inbox);
    const poller = new Poller('inbox', { poll: (lease) => this.#poll(lease) }, job, store);
    this.#polled = { poller, lines };
  }

  async onModuleInit(): Promise<void> {
    if (!this.#polled) return;
    await this.events.connect(OPTION);
    await this.#polled.poller.connect(this.moduleRef);
    this.durability.warnUnlessDurable();
  }

  onApplicationBootstrap(): void {
    void this.#polled?.poller.startWhen(this.events.subscribed());
  }

  async onModuleDestroy(): Promise<void> {
    if (!this.#polled) return;
    const { poller, lines } = this.#polled;
    poller.halt();
    // A lease that is given up while such an answer is on its way would lose its texts.
    await Promise.all(lines.map((line) => line.stop()));
    await poller.stop(this.settings.shutdownTimeoutMs);
  }

  /**
   * @returns how many texts were handled; 0 while another process polls
   * @throws {PayamSmsConfigurationError} when the inbox is off
   */
  async byHand(chosen?: string): Promise<number> {
    const { poller, lines } = this.required();
    const some = chosen === undefined ? lines : lines.filter(({ number }) => number === chosen);
    if (some.length === 0) throw new RangeError('That number is not among inbox.numbers');
    const polls = await poller.byHand(async (lease) => {
      const ends = await Promise.allSettled(some.map((line) => this.#pollLine(line, lease)));
      return ends.map((end) => {
        if (end.status === 'rejected') throw end.reason;
        return end.value;
      });
    });
    return (polls ?? []).reduce((sum, handled) => sum + handled, 0);
  }

  /** @throws {PayamSmsConfigurationError} when the inbox is off */
  required(): Polled {
    if (this.#polled) return this.#polled;
    const problem = 'is not set, so the inbox is off';
    throw new PayamSmsConfigurationError([
      { option: OPTION, variable: variableOf(OPTION), problem },
    ]);
  }

  /** All lines apart from each other: one that fails, or hangs, keeps no other. */
  async #poll(lease: Lease): Promise<void> {
    const { lines } = this.required();
    const ends = await Promise.allSettled(
      lines.map(async (line) => {
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
    if (retryInMs !== undefined) this.#polled?.poller.wakeIn(Math.max(leastMs, retryInMs));
  }

  #complaintsOf({ number }: Line): Complaints {
    const known = this.#complaints.get(number) ?? new Complaints(this.#logger);
    this.#complaints.set(number, known);
    return known;
  }

  #lines({ numbers, startFrom, overlapMs, maxAttempts }: InboxSettings): Line[] {
    const { api, channels } = this;
    const { inbox } = this.store;
    const health = new AppHealth();
    return numbers.map((number) => {
      const listeners = new LineListeners(number, channels, inbox, health, this.#logger);
      const start = new LineStart(number, startFrom, overlapMs, api, inbox, this.#logger);
      return new Line({ number, maxAttempts, overlapMs }, api, inbox, start, listeners, health);
    });
  }
}
