import { Inject, Injectable } from '@nestjs/common';
import { backoffMs } from '../../http/retry.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { PreparedSms } from '../prepare.js';
import { type Findings, isEnough, type LookupResult, merged } from './findings.js';
import { Lookup, type LookupOptions } from './lookup.js';

/** The least wait between two lookups of what was not there: each is a call. */
const SHORTEST_WAIT_MS = 100;

/** Finds out which messages of a failed send the service has all the same. */
@Injectable()
export class Reconciler {
  constructor(
    private readonly lookup: Lookup,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** In two lookups, because an accepted message may show a while later (READING 20). */
  async lookUpTwice(messages: readonly PreparedSms[], options: LookupOptions): Promise<Findings> {
    const { settleMs } = this.settings;
    const { deadline } = options;
    // One lookup, or two that are less apart, prove nothing: the time is spent on lookups, to its end.
    if (!deadline.hasRoomFor(settleMs)) return this.lookUpUntilFound(messages, options);
    const first = await this.#lookUpUntilAnswered(messages, messages, options);
    if (first.absent.length === 0) return first;
    const rest = [...first.absent, ...first.unsure];
    const isTimeForTwo =
      deadline.hasRoomFor(settleMs) && (await deadline.lastChance.sleep(settleMs));
    const second = isTimeForTwo
      ? await this.#lookUpUntilAnswered(rest, first.absent, options)
      : await this.lookUpUntilFound(rest, options);
    return { ...second, found: new Map([...first.found, ...second.found]) };
  }

  /** In one lookup, at once: for messages of which a second copy does no harm. */
  lookUpOnce(messages: readonly PreparedSms[], options: LookupOptions): Promise<Findings> {
    return this.#lookUpUntilAnswered(messages, messages, options);
  }

  /**
   * Looks messages up again and again to the deadline: that one is not there proves nothing.
   *
   * @param isEnough ends that earlier: absence may prove something now
   */
  async lookUpUntilFound(
    messages: readonly PreparedSms[],
    options: LookupOptions,
    isEnough?: () => boolean,
  ): Promise<Findings> {
    const { maxDelayMs } = this.settings.retry;
    return this.#lookUpAgain(messages, options, {
      absenceCountsFor: [],
      waitMs: (made) => Math.min(SHORTEST_WAIT_MS * 2 ** (made - 1), maxDelayMs),
      isEnough,
    });
  }

  /**
   * One lookup `settleMs` after messages were sent again: had an earlier send been accepted after
   * all, it shows by now. What the last send came to is known, so this is not repeated.
   */
  async lookForCopies(
    messages: readonly PreparedSms[],
    options: LookupOptions,
  ): Promise<Findings['found']> {
    const { settleMs } = this.settings;
    const { signal, leftMs } = options.deadline;
    if (leftMs < settleMs || !(await signal.sleep(settleMs))) return new Map();
    const found = this.lookup.of(messages, options).then((result) => result.found);
    return signal.race<Findings['found']>(found, () => new Map());
  }

  /** Asks again for those of which there was no answer, until the deadline. */
  #lookUpUntilAnswered(
    messages: readonly PreparedSms[],
    absenceCountsFor: readonly PreparedSms[],
    options: LookupOptions,
  ): Promise<Findings> {
    const waitMs = (made: number) => backoffMs(this.settings.retry, made);
    return this.#lookUpAgain(messages, options, { absenceCountsFor, waitMs });
  }

  /** The very last lookup comes just before the deadline; nothing is given up before it is over. */
  async #lookUpAgain(
    messages: readonly PreparedSms[],
    options: LookupOptions,
    { absenceCountsFor, waitMs, isEnough: isEnoughBesides }: Repetition,
  ): Promise<Findings> {
    const { signal, lastChance } = options.deadline;
    const counted = new Set(absenceCountsFor);
    let all: Findings = { found: new Map(), absent: [], unsure: [...messages] };
    for (let made = 1; ; made++) {
      const isLast = lastChance.aborted;
      const result = await signal.race<LookupResult | undefined>(
        this.lookup.of(all.unsure, options),
        () => undefined,
      );
      if (result) {
        all = merged(all, result, counted);
        if (isEnough(all, result, counted) || isEnoughBesides?.()) return all;
      }
      if (!result || isLast || (lastChance.aborted && result.isConclusive)) {
        await options.deadline.over();
        return all;
      }
      await lastChance.sleep(waitMs(made));
    }
  }
}

/** How lookups are repeated, and the messages that must be absent for that to end. */
interface Repetition {
  absenceCountsFor: readonly PreparedSms[];
  waitMs: (made: number) => number;
  isEnough?: () => boolean;
}
