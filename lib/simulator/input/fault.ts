import { OPERATIONS } from '../endpoints/operation.js';
import type { FaultKind, FaultOptions, FaultTarget } from '../faults/fault.js';
import { isFaultKind } from '../faults/fault.js';
import { FAULT_KINDS } from '../faults/kinds.js';
import { invalid, object, shown, type Reader } from './reader.js';
import { count, either, flag, instant, number, oneOf, text, wholeNumber } from './values.js';

export const FAULT_ENDPOINTS: readonly FaultTarget[] = ['*', ...OPERATIONS];

/** A fault as it is written down: what the code calls its target is an `endpoint` there. */
export interface WrittenFault {
  readonly target: FaultTarget;
  readonly kind: FaultKind;
  readonly options: FaultOptions;
}

const kind: Reader<FaultKind> = (value, where) => {
  if (typeof value === 'string' && isFaultKind(value)) return value;
  const known = FAULT_KINDS.map((each) => (each.kind === 'status' ? 'status 503' : each.kind));
  throw invalid(where, `must be one of ${known.join(', ')}, not ${shown(value)}`);
};

const REQUIRED = { endpoint: oneOf(...FAULT_ENDPOINTS), kind };

/** What a header may hold. */
const headerText: Reader<string> = (value, where) => {
  const given = text({ max: 1_000 })(value, where);
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(given)) return given;
  throw invalid(where, 'must be what an HTTP header can hold: Latin-1 without line breaks');
};

const seconds = number({ min: 0, max: 1e9 });

const retryAfter: Reader<number | Date | string> = (value, where) =>
  typeof value === 'string'
    ? either(instant, headerText)(value, where)
    : either(instant, seconds)(value, where);

const OPTIONS = {
  times: wholeNumber({ min: 1 }),
  skip: wholeNumber({ min: 0 }),
  probability: number({ min: 0, max: 1 }),
  delayMs: wholeNumber({ min: 0, max: 600_000 }),
  retryAfter,
  location: headerText,
  accepted: flag,
  body: oneOf('json', 'html', 'empty'),
  cut: oneOf('body', 'connection'),
  entries: wholeNumber({ min: 1 }),
} satisfies { [Name in keyof FaultOptions]-?: Reader<FaultOptions[Name]> };

const fields = object(REQUIRED, OPTIONS);
const storedFields = object(REQUIRED, {
  ...OPTIONS,
  fired: count,
  passed: count,
});

export const readFault: Reader<WrittenFault> = (value, where) => {
  const { endpoint: target, kind, ...options } = fields(value, where);
  return { target, kind, options };
};

/** One that has been at work already. */
export const readStoredFault: Reader<WrittenFault & { fired: number; passed: number }> = (
  value,
  where,
) => {
  const { endpoint, fired = 0, passed = 0, kind, ...options } = storedFields(value, where);
  return { target: endpoint, kind, options, fired, passed };
};
