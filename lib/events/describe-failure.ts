import { inspect } from 'node:util';
import { maskNumbers } from '../errors/mask.js';

/** A shorter text is found inside of ordinary words. */
const SHORTEST_TEXT = 4;

/**
 * What listeners said as they failed, for logs and stores: names and messages, with numbers masked
 * and without the text that was in hand, in case they repeat it.
 */
export function describeFailure(errors: readonly unknown[], text = ''): string {
  const said = errors.map((error) =>
    error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  );
  return concealed([...new Set(said)].join('; '), text);
}

function concealed(said: string, text: string): string {
  const bare = text.trim();
  if (bare.length < SHORTEST_TEXT) return maskNumbers(said);
  let hidden = said;
  for (const form of formsOf(bare)) hidden = hidden.replaceAll(form, '***');
  return maskNumbers(hidden);
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
