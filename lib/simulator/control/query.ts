import { toMs } from '../clock.js';
import { accountNumber, phoneNumber } from '../input/numbers.js';
import { invalid, object, shown, type Parser } from '../input/parser.js';
import { oneOf, text, wholeNumber } from '../input/values.js';
import { MESSAGE_STATES } from './message-state.js';

/** Parses a query. An unknown or repeated parameter is an error: if it were ignored, a typing mistake would go unnoticed. */
export function parseQuery<T>(query: URLSearchParams, parse: Parser<T>): T {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of query) {
    if (name in fields) throw invalid(name, 'must be given once');
    fields[name] = value;
  }
  const given = Object.entries(fields).filter(([, value]) => value !== '');
  return parse(Object.fromEntries(given), '');
}

function count(limits: { min: number; max?: number }): Parser<number> {
  const parse = wholeNumber(limits);
  return (value, where) =>
    parse(typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value, where);
}

const MAX_MS = 300_000;

/** Milliseconds, or a number with `ms`, `s` or `m`. */
export const timeout: Parser<number> = (value, where) => {
  const [, plain, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(String(value)) ?? [];
  const ms = plain === undefined ? NaN : toMs(`${plain}${unit ?? 'ms'}`);
  if (ms <= MAX_MS) return ms;
  throw invalid(
    where,
    `must be milliseconds or a duration such as 10s, at most 5m, not ${shown(value)}`,
  );
};

const paging = { limit: count({ min: 1, max: 1_000 }), before: text({ max: 100 }) };
const searching = {
  sender: accountNumber,
  contains: text(),
  state: oneOf(...MESSAGE_STATES),
};

export const messagesQuery = object(
  {},
  { recipient: phoneNumber, ...searching, customerId: text(), serverId: text(), ...paging },
);

export const waitQuery = object(
  {},
  {
    recipient: phoneNumber,
    sender: accountNumber,
    contains: text(),
    customerId: text(),
    after: (value: unknown, where: string) => {
      if (typeof value === 'string' && /^\d{1,19}$/.test(value)) return BigInt(value);
      throw invalid(where, `must be a serverId, not ${shown(value)}`);
    },
    timeout,
  },
);

export const conversationsQuery = object(
  {},
  { ...searching, limit: paging.limit, offset: count({ min: 0 }) },
);

export const conversationQuery = object({}, { ...searching, ...paging });

export const inboxQuery = object(
  {},
  { from: text(), to: accountNumber, contains: text(), ...paging },
);

export const codeQuery = object({}, { pattern: text({ max: 200 }) });

export const requestsQuery = (operations: readonly string[]) =>
  object({}, { operation: oneOf(...operations), ...paging });

export const noQuery = object({});
