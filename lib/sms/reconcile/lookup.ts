import { Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { PayamSmsError } from '../../errors/payamsms.error.js';
import type { CallOptions } from '../../http/authorized-client.js';
import type { PreparedSms } from '../prepare.js';
import type { Deadline } from '../run/deadline.js';
import {
  isLimited,
  type LookupResult,
  newLookupResult,
  noteRows,
  noteUnclear,
} from './findings.js';
import { SharedStatusLookup } from './shared-status-lookup.js';

/** How messages are looked up. */
export interface LookupOptions {
  deadline: Deadline;
  urgent: boolean;
}

/** Looks messages up once: asks the service for their customerIds. */
@Injectable()
export class Lookup {
  constructor(
    private readonly api: PayamSmsApi,
    private readonly statuses: SharedStatusLookup,
  ) {}

  async of(
    messages: readonly PreparedSms[],
    { deadline, urgent }: LookupOptions,
  ): Promise<LookupResult> {
    const result = newLookupResult();
    const ids = messages.map(({ customerId }) => customerId);
    const { rows, unreadable, errors } = await this.statuses.ask(ids, deadline, urgent);
    result.isConclusive = errors.every(isLimited) && unreadable.size === 0;
    const scheduled: PreparedSms[] = [];
    for (const message of messages) {
      const its = rows.get(message.customerId);
      if (unreadable.has(message.customerId)) noteUnclear(result, message);
      else if (its === undefined) result.unsure.push(message);
      else if (its.length > 0) noteRows(result, message, its);
      else if (message.sendDate === undefined) result.absent.push(message);
      else scheduled.push(message);
    }
    const call = { urgent, attempt: deadline, once: true, patient: true };
    await Promise.all(scheduled.map((message) => this.#inSchedule(message, call, result)));
    return result;
  }

  /** A message whose time lies ahead may have no state yet (READING 19). */
  async #inSchedule(message: PreparedSms, call: CallOptions, result: LookupResult): Promise<void> {
    const { customerId } = message;
    try {
      const list = await this.api.listScheduled(new URLSearchParams({ customerId }), call);
      const rows = [...list.items, ...list.unreadable];
      const its = rows.filter((row) => (row.customerId ?? customerId) === customerId);
      if (its.length > 0) noteRows(result, message, its);
      // More was listed than came: it may be among that.
      else if (list.totalItems > rows.length) noteUnclear(result, message);
      else result.absent.push(message);
    } catch (error) {
      if (!(error instanceof PayamSmsError)) throw error;
      result.unsure.push(message);
      result.isConclusive &&= isLimited(error);
    }
  }
}
