import type { Dialect, RefusalAnswer, UnknownIdAnswer } from '../dialect.js';
import { WallClock } from '../wire/wall-clock.js';
import { invalid, object, shown, type Parser } from './parser.js';
import { id, oneOf, text, wholeNumber } from './values.js';

const word = text({ max: 100 });
const description = text({ max: 1_000 });
const durationMs = wholeNumber({ min: 0 });

const answerStatus: Parser<number> = (value, where) => {
  const status = wholeNumber({ min: 200, max: 499 })(value, where);
  if (status < 300 || status >= 400) return status;
  throw invalid(where, `must be a status of 200 to 299 or 400 to 499, not ${status}`);
};

const timeZone: Parser<string> = (value, where) => {
  const zone = text()(value, where);
  try {
    void new WallClock(zone);
    return zone;
  } catch {
    throw invalid(where, `must be a time zone such as Asia/Tehran or +03:30, not ${shown(zone)}`);
  }
};

/** One of several objects; their `as` differs. */
function variant<T>(variants: Readonly<Record<string, Parser<T>>>): Parser<T> {
  const named = new Map(Object.entries(variants));
  return (value, where) => {
    const as = typeof value === 'object' && value !== null && 'as' in value ? value.as : undefined;
    const parse = typeof as === 'string' ? named.get(as) : undefined;
    if (parse) return parse(value, where);
    const choices = [...named.keys()].join(', ');
    throw invalid(where ? `${where}.as` : 'as', `must be one of ${choices}, not ${shown(as)}`);
  };
}

const code = oneOf('E305', 'E8');

const firstId: Parser<bigint> = (value, where) => {
  const first = id(value, where);
  // Ids count up from here, and must stay in the range of a Long.
  if (first < 10n ** 18n) return first;
  throw invalid(where, 'must have at most 18 digits');
};

/** The parser of each choice of the dialect. */
const CHOICES: { readonly [Name in keyof Dialect]: Parser<Dialect[Name]> } = {
  loginFields: oneOf('any', 'json', 'form', 'query'),
  loginRefusal: wholeNumber({ min: 300, max: 599 }),
  repeatedLogin: oneOf('remaining', 'original'),
  expiresIn: oneOf('present', 'absent'),
  tokenLifetimeMs: durationMs,
  balance: oneOf('number', 'text', 'quoted'),
  batchLimit: wholeNumber({ min: 1, max: 10_000 }),
  unknownFields: oneOf('refused', 'ignored'),
  fieldTypes: oneOf('lenient', 'strict'),
  mobile: oneOf('string', 'number'),
  sendOrder: oneOf('kept', 'shuffled'),
  sendStatus: wholeNumber({ min: 200, max: 299 }),
  refusal: variant<RefusalAnswer>({
    list: object(
      { as: oneOf('list'), status: answerStatus },
      {
        entries: oneOf('each', 'one'),
        ids: oneOf('both', 'customerId', 'mobile', 'none'),
        description,
      },
    ),
    object: object({ as: oneOf('object'), status: answerStatus }, { description }),
  }),
  unknownId: variant<UnknownIdAnswer>({
    missing: object({ as: oneOf('missing') }),
    entry: object({ as: oneOf('entry'), code }),
    error: object(
      { as: oneOf('error'), code, status: answerStatus },
      { when: oneOf('any', 'all') },
    ),
  }),
  statusWords: object(
    {},
    { 'Send Successfully': word, Failed: word, Pending: word, 'Pending In Queue': word },
  ),
  emptyInbox: variant<Dialect['emptyInbox']>({
    list: object({ as: oneOf('list') }),
    error: object({ as: oneOf('error'), status: answerStatus }),
  }),
  timeZone,
  inboxCalendar: oneOf('gregorian', 'jalali'),
  errorBody: oneOf('json', 'html', 'empty'),
  firstId,
  serverId: oneOf('string', 'number'),
  scheduledStatus: oneOf('known', 'absent'),
  statusDelayMs: durationMs,
  cancelAnswer: oneOf('object', 'list'),
  badMessage: oneOf('itself', 'whole'),
};

/** Some of the choices. */
export const parseDialect: Parser<Partial<Dialect>> = object({}, CHOICES);

/** A dialect as JSON: its one Long is text there. */
export function dialectAsJson(dialect: Dialect): Record<string, unknown> {
  return { ...dialect, firstId: dialect.firstId.toString() };
}
