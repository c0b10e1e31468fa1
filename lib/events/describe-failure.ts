import { inspect } from 'node:util';
import { describeError } from '../privacy/describe-error.js';

/** A listener that failed, and with what: anything at all may be thrown. */
export interface ListenerFailure {
  /** Such as `Orders.changed`; the event's name where more is not known. */
  listener: string;
  error: unknown;
}

/** A shorter text is found inside of ordinary words. */
const SHORTEST_TEXT = 4;

/** Of more different failures than this, the rest is only counted. */
const MAX_DESCRIBED = 5;

/**
 * What listeners failed with, for logs and stores.
 *
 * @param withMessages whether to repeat what their errors say, as far as it is not the text itself
 * @param text the text that was in hand
 */
export function describeFailures(
  failures: readonly ListenerFailure[],
  withMessages: boolean,
  text = '',
): string {
  const hide = (said: string) => concealed(said, text);
  const said = failures.map(
    ({ listener, error }) => `${listener}: ${describeError(error, withMessages, hide)}`,
  );
  const distinct = [...new Set(said)];
  const more =
    distinct.length > MAX_DESCRIBED ? `; and ${distinct.length - MAX_DESCRIBED} more` : '';
  return distinct.slice(0, MAX_DESCRIBED).join('; ') + more;
}

function concealed(said: string, text: string): string {
  const bare = text.trim();
  if (bare.length < SHORTEST_TEXT) return said;
  let hidden = said;
  for (const form of formsOf(bare)) hidden = hidden.replaceAll(form, '***');
  return hidden;
}

/**
 * As JSON that keeps to ASCII quotes it, as JSON does, as `inspect` does, and as it stands. The
 * longest first: a shorter one may be found inside, and would leave what is around it.
 */
function formsOf(bare: string): Set<string> {
  const json = JSON.stringify(bare).slice(1, -1);
  const inspected = inspect(bare, { breakLength: Infinity }).slice(1, -1);
  const ascii = [inAscii(json), inAscii(json, (hex) => hex.toUpperCase())];
  return new Set([...ascii, json, inspected, bare]);
}

function inAscii(json: string, inCase = (hex: string) => hex): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${inCase(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`,
  );
}
