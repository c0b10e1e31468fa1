import { Injectable } from '@nestjs/common';
import type { PreparedSms } from '../prepare.js';
import {
  isLimited,
  type LookupResult,
  newLookupResult,
  noteRows,
  noteUnclear,
} from './findings.js';
import type { Waits } from './shared-call.js';
import { SharedScheduleLookup } from './shared-schedule-lookup.js';
import { SharedStatusLookup } from './shared-status-lookup.js';

/** How messages are looked up. */
export type LookupOptions = Waits;

/** Looks messages up once: asks the service for their customerIds. */
@Injectable()
export class Lookup {
  constructor(
    private readonly statuses: SharedStatusLookup,
    private readonly schedule: SharedScheduleLookup,
  ) {}

  async of(messages: readonly PreparedSms[], options: LookupOptions): Promise<LookupResult> {
    const result = newLookupResult();
    const ids = messages.map(({ customerId }) => customerId);
    const { rows, unreadable, errors } = await this.statuses.ask(ids, options);
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
    await Promise.all(scheduled.map((message) => this.#inSchedule(message, options, result)));
    return result;
  }

  /** A message whose time lies ahead may have no state yet (READING 19). */
  async #inSchedule(
    message: PreparedSms,
    options: LookupOptions,
    result: LookupResult,
  ): Promise<void> {
    const finding = await this.schedule.find(message, options);
    if (finding === 'unclear') noteUnclear(result, message);
    else if ('error' in finding) {
      result.unsure.push(message);
      result.isConclusive &&= isLimited(finding.error);
    } else if (finding.rows.length > 0) noteRows(result, message, finding.rows);
    else result.absent.push(message);
  }
}
