import { toMsisdn } from '../msisdn/normalize-msisdn.js';

/** Turns what was given into a setting, or says what is wrong with it without repeating it. */
export type Reader<T> = (given: unknown) => { value: T } | { problem: string };

/** What is invisible at the end of a value that was copied. A joiner of an emoji may belong to it. */
const HIDDEN = '[\\p{Bidi_Control}\\u00ad\\u200b\\u200c\\u2060\\ufeff]';
const HIDDEN_AT_END = new RegExp(`^${HIDDEN}|${HIDDEN}$`, 'u');

/** A credential, which a copy often brings blanks or a line's end to: each login would be refused. */
export const credential: Reader<string> = (given) => {
  if (typeof given !== 'string' || given.trim() === '') {
    return { problem: 'expected a text that is not blank' };
  }
  if (given.trim() !== given) {
    return { problem: 'has blanks or a line break at its beginning or end; take them away' };
  }
  if (HIDDEN_AT_END.test(given)) {
    return { problem: 'has an invisible character at its beginning or end; type it anew' };
  }
  if (/[\0\r\n\p{Cs}]/u.test(given)) {
    return { problem: 'has a line break, a NUL or half a character in it' };
  }
  return { value: given };
};

export const clientId: Reader<string> = (given) => {
  const result = credential(given);
  return 'value' in result && result.value.includes(':')
    ? { problem: 'has a colon in it, which the login cannot carry there' }
    : result;
};

export const line: Reader<string> = (given) => {
  const value = toMsisdn(given);
  return value === undefined
    ? { problem: 'expected a line or number of the account, such as 982000123' }
    : { value };
};

/** Numbers may come as texts, for that is how the environment has them. */
export const wholeNumber =
  (min: number, max: number): Reader<number> =>
  (given) => {
    const value = toNumber(given);
    return Number.isInteger(value) && value >= min && value <= max
      ? { value }
      : { problem: `expected a whole number from ${min} to ${max}` };
  };

export const positiveNumber: Reader<number> = (given) => {
  const value = toNumber(given);
  return value > 0 && Number.isFinite(value)
    ? { value }
    : { problem: 'expected a number greater than 0' };
};

export const flag: Reader<boolean> = (given) =>
  given === true || given === 'true' || given === false || given === 'false'
    ? { value: given === true || given === 'true' }
    : { problem: 'expected true or false' };

export const oneOf =
  <const T extends string>(...choices: T[]): Reader<T> =>
  (given) => {
    const value = choices.find((choice) => choice === given);
    return value === undefined ? { problem: `expected one of ${choices.join(', ')}` } : { value };
  };

export const timeZone: Reader<string> = (given) =>
  typeof given === 'string' && isTimeZone(given)
    ? { value: given }
    : { problem: 'expected an IANA time zone, such as Asia/Tehran' };

/** An address to build on: no credentials, query or fragment, and no trailing slash. */
export const serviceUrl: Reader<string> = (given) => {
  const url = typeof given === 'string' && URL.canParse(given) ? new URL(given) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) {
    return { problem: 'expected an https:// address' };
  }
  // An empty query or fragment is none for `URL`, and yet would stand in front of every path.
  if (url.username || url.password || /[?#]/.test(url.href)) {
    return { problem: 'expected an address without user, password, query or fragment' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: 'plain http:// would show passwords to the network; use https://' };
  }
  return { value: url.href.replace(/\/+$/, '') };
};

export const plainObject: Reader<object> = (given) =>
  typeof given === 'object' && given !== null && !Array.isArray(given)
    ? { value: given }
    : { problem: 'expected an object' };

export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(hostname);
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(Intl.DateTimeFormat('en-US', { timeZone: name }));
  } catch {
    // A RangeError is how Intl says that it knows no such zone.
    return false;
  }
}

function toNumber(given: unknown): number {
  if (typeof given === 'number') return given;
  return typeof given === 'string' && given.trim() !== '' ? Number(given) : NaN;
}
