/** A number of sixteen digits or more outside quotes, or something in a text that looks alike. */
const LONG_INTEGER = /[:[,\s]-?[0-9]{16,}/;

/** The texts and the numbers of what is JSON: a text comes first, so that no number is found in it. */
const TEXT_OR_NUMBER = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const INTEGER = /^-?\d+$/;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Parses JSON without losing a digit: integers beyond 2^53 come out as texts.
 *
 * @throws {SyntaxError}
 */
export function parseJson(text: string): unknown {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  const value: unknown = JSON.parse(json);
  // Now it is known to be JSON, where the pattern takes time in proportion to its length.
  return LONG_INTEGER.test(json) ? JSON.parse(withLongIntegersQuoted(json)) : value;
}

const withLongIntegersQuoted = (json: string): string =>
  json.replace(TEXT_OR_NUMBER, (token) => (isLongInteger(token) ? `"${token}"` : token));

const isLongInteger = (token: string): boolean =>
  token.length >= 16 && INTEGER.test(token) && !Number.isSafeInteger(Number(token));

/** As {@link parseJson}; `undefined` for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // The caller describes what it is instead.
    return undefined;
  }
}
