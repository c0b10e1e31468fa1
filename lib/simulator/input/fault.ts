import {
  FAULT_BOUNDS,
  FAULT_KINDS,
  FAULT_TARGETS,
  isFaultKind,
  MAX_HEADER_CHARACTERS,
  type FaultKind,
  type FaultTarget,
} from '../faults/kinds.js';
import type { FaultOptions } from '../faults/options.js';
import { invalid, object, shown, type Parser } from './parser.js';
import { count, either, flag, instant, number, oneOf, text, wholeNumber } from './values.js';

/** A fault as REST, seeds and arguments give it; its target is named `endpoint` there. */
export interface NewFault {
  readonly target: FaultTarget;
  readonly kind: FaultKind;
  readonly options: FaultOptions;
}

const kind: Parser<FaultKind> = (value, where) => {
  if (typeof value === 'string' && isFaultKind(value)) return value;
  const known = FAULT_KINDS.map((each) => (each.kind === 'status' ? 'status 503' : each.kind));
  throw invalid(where, `must be one of ${known.join(', ')}, not ${shown(value)}`);
};

const REQUIRED = { endpoint: oneOf(...FAULT_TARGETS), kind };

const headerText: Parser<string> = (value, where) => {
  const given = text({ max: MAX_HEADER_CHARACTERS })(value, where);
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(given)) return given;
  throw invalid(where, 'must be Latin-1 text without line breaks, as HTTP headers are');
};

const retryAfter: Parser<number | Date | string> = (value, where) =>
  typeof value === 'string'
    ? either(instant, headerText)(value, where)
    : either(instant, number(FAULT_BOUNDS.retryAfter))(value, where);

const OPTIONS = {
  times: wholeNumber(FAULT_BOUNDS.times),
  skip: wholeNumber(FAULT_BOUNDS.skip),
  probability: number(FAULT_BOUNDS.probability),
  delayMs: wholeNumber(FAULT_BOUNDS.delayMs),
  retryAfter,
  location: headerText,
  accepted: flag,
  body: oneOf('json', 'html', 'empty'),
  cut: oneOf('body', 'connection'),
  entries: wholeNumber(FAULT_BOUNDS.entries),
} satisfies { [Name in keyof FaultOptions]-?: Parser<FaultOptions[Name]> };

const fields = object(REQUIRED, OPTIONS);
const storedFields = object(REQUIRED, {
  ...OPTIONS,
  fired: count,
  passed: count,
});

export const parseFault: Parser<NewFault> = (value, where) => {
  const { endpoint: target, kind, ...options } = fields(value, where);
  return { target, kind, options };
};

/** A fault with how often it has fired and let requests pass. */
export const parseStoredFault: Parser<NewFault & { fired: number; passed: number }> = (
  value,
  where,
) => {
  const { endpoint, fired = 0, passed = 0, kind, ...options } = storedFields(value, where);
  return { target: endpoint, kind, options, fired, passed };
};
