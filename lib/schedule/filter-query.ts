import type { ScheduledFilter } from '../api/api.types.js';
import type { WireTime } from '../api/wire-time.js';
import type { PageOptions } from './schedule.types.js';

/** The list's parameters (guide 7.1). @throws {TypeError | RangeError} where they cannot be right */
export function toQuery(
  { serverId, customerId, from, to }: ScheduledFilter,
  { page, size }: PageOptions,
  time: WireTime,
): URLSearchParams {
  const query = new URLSearchParams();
  if (serverId) query.set('serverId', serverId);
  if (customerId) query.set('customerId', customerId);
  if (from !== undefined) query.set('from', dateText('from', from, time));
  if (to !== undefined) query.set('to', dateText('to', to, time));
  if (query.size === 0) {
    throw new TypeError('The filter needs at least one of serverId, customerId, from and to');
  }
  if (page !== undefined) query.set('page', wholeText('page', page, 0));
  if (size !== undefined) query.set('size', wholeText('size', size, 1));
  return query;
}

function dateText(name: string, date: Date, time: WireTime): string {
  const text = date instanceof Date ? time.format(date) : undefined;
  if (text === undefined) throw new TypeError(`${name} must be a valid Date`);
  return text;
}

function wholeText(name: string, value: number, min: number): string {
  if (Number.isInteger(value) && value >= min) return String(value);
  throw new RangeError(`${name} must be a whole number of at least ${min}`);
}
