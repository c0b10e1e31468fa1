import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { PayamSmsError } from '../../errors/payamsms.error.js';
import { backoffMs } from '../../http/retry.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { PreparedSms } from '../prepare.js';
import type { Deadline } from './deadline.js';
import { StatusPool } from './status-pool.js';

/** What looking brought to light, each message in one of the three. */
export interface Findings {
  /** The serverIds of the messages the service has, by customerId; more than one: doubled. */
  found: Map<string, readonly [string, ...string[]]>;
  /** Not there in two looks, `settleMs` apart. */
  absent: PreparedSms[];
  /** The deadline came before anybody could tell. */
  unsure: PreparedSms[];
}

/** Finds out which of the messages, whose send went wrong, the service has all the same. */
@Injectable()
export class Settlement {
  constructor(
    private readonly api: PayamSmsApi,
    private readonly pool: StatusPool,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Two looks, because an accepted message may show a while later (READING 20). */
  async lookTwice(
    messages: readonly PreparedSms[],
    deadline: Deadline,
    urgent: boolean,
  ): Promise<Findings> {
    const found: Findings['found'] = new Map();
    let absent = [...messages];
    for (const look of [1, 2]) {
      if (look === 2 && !(await deadline.pause(this.settings.settleMs))) {
        return { found, absent: [], unsure: absent };
      }
      const seen = await this.#lookUntil(deadline, absent, urgent);
      if (!seen) return { found, absent: [], unsure: absent };
      for (const [customerId, serverIds] of seen) found.set(customerId, serverIds);
      absent = absent.filter(({ customerId }) => !found.has(customerId));
      if (absent.length === 0) break;
    }
    return { found, absent, unsure: [] };
  }

  /**
   * One look `settleMs` after messages were sent a second time: had the first send been accepted
   * after all, both show by now. Nothing hangs on it, so it is not repeated when it fails.
   */
  async lookForDoubles(
    messages: readonly PreparedSms[],
    deadline: Deadline,
    urgent: boolean,
  ): Promise<Findings['found']> {
    if (!(await deadline.pause(this.settings.settleMs))) return new Map();
    try {
      return await this.#look(messages, urgent);
    } catch (error) {
      if (error instanceof PayamSmsError) return new Map();
      throw error;
    }
  }

  /** Asks until there is an answer; `undefined` when the deadline comes first. */
  async #lookUntil(
    deadline: Deadline,
    messages: readonly PreparedSms[],
    urgent: boolean,
  ): Promise<Findings['found'] | undefined> {
    for (let asked = 1; !deadline.isOver; asked++) {
      try {
        return await deadline.race<Findings['found'] | undefined>(
          this.#look(messages, urgent),
          () => undefined,
        );
      } catch (error) {
        if (!(error instanceof PayamSmsError)) throw error;
        const retryAfterMs = 'retryAfterMs' in error ? Number(error.retryAfterMs) : 0;
        const waitMs = Math.max(retryAfterMs, backoffMs(this.settings.retry, asked));
        if (!(await deadline.pause(waitMs))) return undefined;
      }
    }
    return undefined;
  }

  async #look(messages: readonly PreparedSms[], urgent: boolean): Promise<Findings['found']> {
    const rows = await this.pool.find(
      messages.map(({ customerId }) => customerId),
      urgent,
    );
    const found: Findings['found'] = new Map();
    const waiting: string[] = [];
    for (const { customerId, sendDate } of messages) {
      const ids = distinct((rows.get(customerId) ?? []).map(({ serverId }) => serverId));
      if (isSome(ids)) found.set(customerId, ids);
      else if (sendDate !== undefined) waiting.push(customerId);
    }
    await Promise.all(
      waiting.map((customerId) => this.#lookIntoSchedule(customerId, urgent, found)),
    );
    return found;
  }

  /** A message whose time lies ahead may have no state yet (READING 19). */
  async #lookIntoSchedule(
    customerId: string,
    urgent: boolean,
    found: Findings['found'],
  ): Promise<void> {
    const query = new URLSearchParams({ customerId });
    const { items } = await this.api.listScheduled(query, { urgent });
    const its = items.filter((item) => (item.customerId ?? customerId) === customerId);
    const ids = distinct(its.map(({ serverId }) => serverId));
    if (isSome(ids)) found.set(customerId, ids);
  }
}

function distinct(ids: (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}

function isSome<T>(items: T[]): items is [T, ...T[]] {
  return items.length > 0;
}
