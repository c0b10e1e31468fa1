import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { PayamSmsError } from '../../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../../errors/transport.error.js';
import type { CallOptions } from '../../http/authorized-client.js';
import { backoffMs } from '../../http/retry.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { PreparedSms } from '../prepare.js';
import type { Deadline } from './deadline.js';
import { StatusPool } from './status-pool.js';

/** What looking brought to light, each message in one of the three. */
export interface Findings {
  /** The serverIds of the messages the service has, by customerId; more than one: doubled. */
  found: Map<string, [string, ...string[]]>;
  /** Not there in two looks, `settleMs` apart. */
  absent: PreparedSms[];
  /** Asked for to the deadline, and still nobody could tell. */
  unsure: PreparedSms[];
}

/** How a search for messages is made. */
export interface LookOptions {
  deadline: Deadline;
  urgent: boolean;
}

/** The least wait between two looks for what was not there: each is a call. */
const SHORTEST_WAIT_MS = 100;

/** Finds out which of the messages, whose send went wrong, the service has all the same. */
@Injectable()
export class Settlement {
  constructor(
    private readonly api: PayamSmsApi,
    private readonly pool: StatusPool,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Two looks, because an accepted message may show a while later (READING 20). */
  async lookTwice(messages: readonly PreparedSms[], options: LookOptions): Promise<Findings> {
    const { settleMs } = this.settings;
    const { deadline } = options;
    // One look, or two that are less apart, prove nothing: the time is spent looking, to its end.
    if (!deadline.hasRoomFor(settleMs)) return this.lookUntilFound(messages, options);
    const first = await this.#lookUntilAnswered(messages, options);
    if (first.absent.length === 0) return first;
    const isTimeForTwo = deadline.hasRoomFor(settleMs) && (await deadline.nearing.pause(settleMs));
    const second = isTimeForTwo
      ? await this.#lookUntilAnswered(first.absent, options)
      : await this.lookUntilFound(first.absent, options);
    return {
      found: new Map([...first.found, ...second.found]),
      absent: second.absent,
      unsure: [...first.unsure, ...second.unsure],
    };
  }

  /** Looks for messages to the deadline: that one is not there says nothing of it. */
  async lookUntilFound(messages: readonly PreparedSms[], options: LookOptions): Promise<Findings> {
    const { maxDelayMs } = this.settings.retry;
    return this.#keepLooking(messages, options, {
      absenceCounts: false,
      waitMs: (looks) => Math.min(SHORTEST_WAIT_MS * 2 ** (looks - 1), maxDelayMs),
    });
  }

  /**
   * One look `settleMs` after messages were sent again: had an earlier send been accepted after
   * all, it shows by now. What the last send came to is known, so this is not repeated.
   */
  async lookAgain(
    messages: readonly PreparedSms[],
    { deadline, urgent }: LookOptions,
  ): Promise<Findings['found']> {
    const { settleMs } = this.settings;
    if (deadline.leftMs < settleMs || !(await deadline.pause(settleMs))) return new Map();
    const look = this.#look(messages, { deadline, urgent });
    return deadline.race<Findings['found']>(
      look.then(({ found }) => found),
      () => new Map(),
    );
  }

  /** Asks again for those of whom there was no answer, until the deadline. */
  #lookUntilAnswered(messages: readonly PreparedSms[], options: LookOptions): Promise<Findings> {
    return this.#keepLooking(messages, options, {
      absenceCounts: true,
      waitMs: (looks) => backoffMs(this.settings.retry, looks),
    });
  }

  /** The very last look comes just before the deadline; nothing is given up before it is over. */
  async #keepLooking(
    messages: readonly PreparedSms[],
    options: LookOptions,
    { absenceCounts, waitMs }: { absenceCounts: boolean; waitMs: (looks: number) => number },
  ): Promise<Findings> {
    const { deadline } = options;
    const all: Findings = { found: new Map(), absent: [], unsure: [...messages] };
    for (let looks = 1; ; looks++) {
      const isLast = deadline.nearing.aborted;
      const look = await deadline.race<Look | undefined>(
        this.#look(all.unsure, options),
        () => undefined,
      );
      if (look) {
        for (const [customerId, serverIds] of look.found) all.found.set(customerId, serverIds);
        if (absenceCounts) all.absent.push(...look.absent);
        all.unsure = absenceCounts ? look.unsure : [...look.unsure, ...look.absent];
      }
      if (all.unsure.length === 0) return all;
      if (!look || isLast || (deadline.nearing.aborted && look.isConclusive)) {
        await deadline.over();
        return all;
      }
      await deadline.nearing.pause(waitMs(looks));
    }
  }

  async #look(messages: readonly PreparedSms[], { deadline, urgent }: LookOptions): Promise<Look> {
    const look: Look = { found: new Map(), absent: [], unsure: [], isConclusive: false };
    const ids = messages.map(({ customerId }) => customerId);
    const { rows, unreadable, errors } = await this.pool.ask(ids, deadline, urgent);
    look.isConclusive = errors.every(isLimited) && unreadable.size === 0;
    const scheduled: PreparedSms[] = [];
    for (const message of messages) {
      const its = rows.get(message.customerId);
      if (its === undefined) look.unsure.push(message);
      else if (its.length > 0) recordRows(look, message, its);
      else if (message.sendDate === undefined) look.absent.push(message);
      else scheduled.push(message);
    }
    const { nearing: lastChance } = deadline;
    const call = { urgent, signal: deadline, lastChance, once: true, patient: true };
    await Promise.all(scheduled.map((message) => this.#lookIntoSchedule(message, call, look)));
    return look;
  }

  /** A message whose time lies ahead may have no state yet (READING 19). */
  async #lookIntoSchedule(message: PreparedSms, call: CallOptions, look: Look): Promise<void> {
    const { customerId } = message;
    try {
      const list = await this.api.listScheduled(new URLSearchParams({ customerId }), call);
      const rows = [...list.items, ...list.unreadable];
      const its = rows.filter((row) => (row.customerId ?? customerId) === customerId);
      if (its.length > 0) recordRows(look, message, its);
      // More was listed than came: it may be among that.
      else if (list.totalItems > rows.length) look.unsure.push(message);
      else look.absent.push(message);
    } catch (error) {
      if (!(error instanceof PayamSmsError)) throw error;
      look.unsure.push(message);
      look.isConclusive &&= isLimited(error);
    }
  }
}

/** What one look brought. */
interface Look extends Findings {
  /**
   * Whether another one just before the deadline would be no better: all was answered, or a limiter
   * has asked to wait, which the last look alone may pass.
   */
  isConclusive: boolean;
}

/** Rows without a serverId prove that the message is there, but not as what. */
function recordRows(
  look: Look,
  message: PreparedSms,
  rows: readonly { serverId?: string }[],
): void {
  const [first, ...others] = new Set(rows.flatMap(({ serverId }) => serverId ?? []));
  if (first === undefined) look.unsure.push(message);
  else look.found.set(message.customerId, [first, ...others]);
}

const isLimited = (error: PayamSmsError): boolean =>
  error instanceof PayamSmsTransportError && error.retryAfterMs !== undefined;
