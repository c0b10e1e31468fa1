import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { PayamSmsError } from '../../errors/payamsms.error.js';
import { PayamSmsTransportError } from '../../errors/transport.error.js';
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
    const first = await this.#lookUntil(deadline, messages, urgent);
    if (first.absent.length === 0) return first;
    if (!(await deadline.pause(this.settings.settleMs))) {
      return { ...first, absent: [], unsure: [...first.unsure, ...first.absent] };
    }
    const second = await this.#lookUntil(deadline, first.absent, urgent);
    return {
      found: new Map([...first.found, ...second.found]),
      absent: second.absent,
      unsure: [...first.unsure, ...second.unsure],
    };
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
    return (await this.#look(messages, urgent)).found;
  }

  /** Asks again for those of whom there was no answer, until the deadline. */
  async #lookUntil(
    deadline: Deadline,
    messages: readonly PreparedSms[],
    urgent: boolean,
  ): Promise<Findings> {
    const all: Findings = { found: new Map(), absent: [], unsure: [...messages] };
    for (let asked = 1; ; asked++) {
      const look = await deadline.race<Look | undefined>(
        this.#look(all.unsure, urgent),
        () => undefined,
      );
      if (!look) return all;
      for (const [customerId, serverIds] of look.found) all.found.set(customerId, serverIds);
      all.absent.push(...look.absent);
      all.unsure = look.unsure;
      if (all.unsure.length === 0) return all;
      const waitMs = Math.max(look.retryAfterMs, backoffMs(this.settings.retry, asked));
      if (!(await deadline.pause(waitMs))) return all;
    }
  }

  async #look(messages: readonly PreparedSms[], urgent: boolean): Promise<Look> {
    const look: Look = { found: new Map(), absent: [], unsure: [], retryAfterMs: 0 };
    const rows = await this.pool
      .find(
        messages.map(({ customerId }) => customerId),
        urgent,
      )
      .catch((error: unknown) => noAnswer(look, messages, error));
    if (!rows) return look;
    const scheduled: PreparedSms[] = [];
    for (const message of messages) {
      const found = rows.get(message.customerId) ?? [];
      if (!record(look, message, found) && message.sendDate !== undefined) scheduled.push(message);
      else if (!look.found.has(message.customerId)) look.absent.push(message);
    }
    await Promise.all(scheduled.map((message) => this.#lookIntoSchedule(message, urgent, look)));
    return look;
  }

  /** A message whose time lies ahead may have no state yet (READING 19). */
  async #lookIntoSchedule(message: PreparedSms, urgent: boolean, look: Look): Promise<void> {
    const { customerId } = message;
    try {
      const query = new URLSearchParams({ customerId });
      const { items } = await this.api.listScheduled(query, { urgent });
      const its = items.filter((item) => (item.customerId ?? customerId) === customerId);
      if (!record(look, message, its)) look.absent.push(message);
    } catch (error) {
      noAnswer(look, [message], error);
    }
  }
}

/** What one look brought, and how long the service asked to wait before the next. */
interface Look extends Findings {
  retryAfterMs: number;
}

function record(look: Look, { customerId }: PreparedSms, rows: { serverId?: string }[]): boolean {
  const ids = new Set(rows.flatMap(({ serverId }) => serverId ?? []));
  const [first, ...others] = ids;
  if (first === undefined) return false;
  look.found.set(customerId, [first, ...others]);
  return true;
}

function noAnswer(look: Look, messages: readonly PreparedSms[], error: unknown): undefined {
  if (!(error instanceof PayamSmsError)) throw error;
  look.unsure.push(...messages);
  if (error instanceof PayamSmsTransportError) {
    look.retryAfterMs = Math.max(look.retryAfterMs, error.retryAfterMs ?? 0);
  }
}
