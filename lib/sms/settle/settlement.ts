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
   * One look `settleMs` after messages were sent again: had an earlier send been accepted after
   * all, it shows by now. What the last send came to is known, so this is not repeated.
   */
  async lookAgain(
    messages: readonly PreparedSms[],
    deadline: Deadline,
    urgent: boolean,
  ): Promise<Findings['found']> {
    if (!(await deadline.pause(this.settings.settleMs))) return new Map();
    const look = this.#look(messages, deadline, urgent);
    return deadline.race<Findings['found']>(
      look.then(({ found }) => found),
      () => new Map(),
    );
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
        this.#look(all.unsure, deadline, urgent),
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

  async #look(
    messages: readonly PreparedSms[],
    deadline: Deadline,
    urgent: boolean,
  ): Promise<Look> {
    const look: Look = { found: new Map(), absent: [], unsure: [], retryAfterMs: 0 };
    const ids = messages.map(({ customerId }) => customerId);
    const { rows, errors } = await this.pool.ask(ids, deadline, urgent);
    for (const error of errors) heedRetryAfter(look, error);
    const scheduled: PreparedSms[] = [];
    for (const message of messages) {
      const its = rows.get(message.customerId);
      if (its === undefined) look.unsure.push(message);
      else if (its.length > 0) recordRows(look, message, its);
      else if (message.sendDate === undefined) look.absent.push(message);
      else scheduled.push(message);
    }
    const call = { urgent, signal: deadline, once: true };
    await Promise.all(scheduled.map((message) => this.#lookIntoSchedule(message, call, look)));
    return look;
  }

  /** A message whose time lies ahead may have no state yet (READING 19). */
  async #lookIntoSchedule(message: PreparedSms, call: CallOptions, look: Look): Promise<void> {
    const { customerId } = message;
    try {
      const { items } = await this.api.listScheduled(new URLSearchParams({ customerId }), call);
      const its = items.filter((item) => (item.customerId ?? customerId) === customerId);
      if (its.length > 0) recordRows(look, message, its);
      else look.absent.push(message);
    } catch (error) {
      if (!(error instanceof PayamSmsError)) throw error;
      look.unsure.push(message);
      heedRetryAfter(look, error);
    }
  }
}

/** What one look brought, and how long the service asked to wait before the next. */
interface Look extends Findings {
  retryAfterMs: number;
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

function heedRetryAfter(look: Look, error: PayamSmsError): void {
  if (error instanceof PayamSmsTransportError) {
    look.retryAfterMs = Math.max(look.retryAfterMs, error.retryAfterMs ?? 0);
  }
}
