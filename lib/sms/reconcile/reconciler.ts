import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { PayamSmsError } from '../../errors/payamsms.error.js';
import type { CallOptions } from '../../http/authorized-client.js';
import { backoffMs } from '../../http/retry.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { PreparedSms } from '../prepare.js';
import type { Deadline } from './deadline.js';
import {
  type Findings,
  isEnough,
  isLimited,
  type Look,
  newLook,
  puzzle,
  recordRows,
} from './look.js';
import { StatusPool } from './status-pool.js';

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
    const first = await this.#lookUntilAnswered(messages, messages, options);
    if (first.absent.length === 0) return first;
    const rest = [...first.absent, ...first.unsure];
    const isTimeForTwo = deadline.hasRoomFor(settleMs) && (await deadline.nearing.sleep(settleMs));
    const second = isTimeForTwo
      ? await this.#lookUntilAnswered(rest, first.absent, options)
      : await this.lookUntilFound(rest, options);
    return { ...second, found: new Map([...first.found, ...second.found]) };
  }

  /** Looks for messages to the deadline: that one is not there says nothing of it. */
  async lookUntilFound(messages: readonly PreparedSms[], options: LookOptions): Promise<Findings> {
    const { maxDelayMs } = this.settings.retry;
    return this.#keepLooking(messages, options, {
      absenceCountsFor: [],
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
    if (deadline.leftMs < settleMs || !(await deadline.sleep(settleMs))) return new Map();
    const look = this.#look(messages, { deadline, urgent });
    return deadline.race<Findings['found']>(
      look.then(({ found }) => found),
      () => new Map(),
    );
  }

  /** Asks again for those of whom there was no answer, until the deadline. */
  #lookUntilAnswered(
    messages: readonly PreparedSms[],
    absenceCountsFor: readonly PreparedSms[],
    options: LookOptions,
  ): Promise<Findings> {
    return this.#keepLooking(messages, options, {
      absenceCountsFor,
      waitMs: (looks) => backoffMs(this.settings.retry, looks),
    });
  }

  /** The very last look comes just before the deadline; nothing is given up before it is over. */
  async #keepLooking(
    messages: readonly PreparedSms[],
    options: LookOptions,
    { absenceCountsFor, waitMs }: Patience,
  ): Promise<Findings> {
    const { deadline } = options;
    const counted = new Set(absenceCountsFor);
    const all: Findings = { found: new Map(), absent: [], unsure: [...messages] };
    for (let looks = 1; ; looks++) {
      const isLast = deadline.nearing.aborted;
      const look = await deadline.race<Look | undefined>(
        this.#look(all.unsure, options),
        () => undefined,
      );
      if (look) {
        for (const [customerId, serverIds] of look.found) all.found.set(customerId, serverIds);
        all.absent.push(...look.absent.filter((message) => counted.has(message)));
        all.unsure = [...look.unsure, ...look.absent.filter((message) => !counted.has(message))];
      }
      if (all.unsure.length === 0 || (look && isEnough(all, look, counted))) return all;
      if (!look || isLast || (deadline.nearing.aborted && look.isConclusive)) {
        await deadline.over();
        return all;
      }
      await deadline.nearing.sleep(waitMs(looks));
    }
  }

  async #look(messages: readonly PreparedSms[], { deadline, urgent }: LookOptions): Promise<Look> {
    const look = newLook();
    const ids = messages.map(({ customerId }) => customerId);
    const { rows, unreadable, errors } = await this.pool.ask(ids, deadline, urgent);
    look.isConclusive = errors.every(isLimited) && unreadable.size === 0;
    const scheduled: PreparedSms[] = [];
    for (const message of messages) {
      const its = rows.get(message.customerId);
      if (unreadable.has(message.customerId)) puzzle(look, message);
      else if (its === undefined) look.unsure.push(message);
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
      else if (list.totalItems > rows.length) puzzle(look, message);
      else look.absent.push(message);
    } catch (error) {
      if (!(error instanceof PayamSmsError)) throw error;
      look.unsure.push(message);
      look.isConclusive &&= isLimited(error);
    }
  }
}

/** How often is looked again, and whose absence ends that. */
interface Patience {
  absenceCountsFor: readonly PreparedSms[];
  waitMs: (looks: number) => number;
}
