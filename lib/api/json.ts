import { parse } from 'lossless-json';

/** A number of sixteen digits or more outside quotes, or something in a text that looks alike. */
const LONG_INTEGER = /[:[,\s]-?[0-9]{16,}/;

const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Parses JSON without losing a digit: integers beyond 2^53 come out as texts. The lossless parser
 * is many times slower than the built-in one, so it is only used where it could matter.
 *
 * @throws {SyntaxError}
 */
export function parseJson(text: string): unknown {
  const json = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (!LONG_INTEGER.test(json)) return JSON.parse(json);
  return parse(json, null, {
    // As JSON.parse has it: the last one counts.
    onDuplicateKey: ({ newValue }) => newValue,
    parseNumber: (digits) => {
      const number = Number(digits);
      return Number.isInteger(number) && !Number.isSafeInteger(number) ? digits : number;
    },
  });
}

/** As {@link parseJson}; `undefined` for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    // The caller describes what it is instead.
    return undefined;
  }
}
