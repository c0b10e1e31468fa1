import { MASK } from './mask.js';
import { isSecretName } from './secret-names.js';

const CHARACTER = '[\\p{L}\\p{N}\\p{Default_Ignorable_Code_Point}_.$[\\]%*+-]';
const NAME = `(?<!${CHARACTER})(?:${CHARACTER}|\\\\u[\\da-f]{4}|&#x?[\\da-f]{1,8};){1,200}`;
const QUOTE = `(?:\\\\*["']|&quot;|&#3[49];|&apos;)`;
/** The start of the next name, where a value without quotes must end. */
const NEXT = `[\\s"'\\\\&]{0,20}[\\p{L}_][\\p{L}\\p{N}_.-]{0,100}["'\\\\]{0,9}[ \\t]{0,9}[:=]`;
/** A value in the next line, unless that line has a name of its own. */
const NEXT_LINE = `(?:[|>][-+]?[ \\t]*)?\\r?\\n(?:[ \\t]+|(?![^\\r\\n]*[:=<]))`;

const NAMED = new RegExp(
  `(${NAME})(?:${QUOTE})?[ \\t]*(?:=>|->|→|:=|[:=：＝])[ \\t]*(?:${NEXT_LINE})?`,
  'giu',
);

const VALUE = new RegExp(
  [
    // In quotes, up to the closing one; or to the end of a text that was cut.
    `"(?:[^"\\\\]|\\\\[\\s\\S])*(?:"|\\\\?$)`,
    `'(?:[^'\\\\]|\\\\[\\s\\S])*(?:'|\\\\?$)`,
    `(\\\\+["'])[\\s\\S]*?(?:(?<!\\\\)\\1|$)`,
    `(&quot;|&#3[49];|&apos;)[\\s\\S]*?(?:\\2|$)`,
    // The end of such a piece of JSON cannot be known.
    `[[{][\\s\\S]*`,
    // After a blank, a value may contain blanks.
    `(?<=\\s)(?:(?![,;|][ \\t]{0,9}${NEXT}|[ \\t]{1,9}${NEXT})[^\\r\\n&])+`,
    `(?:(?![,;|][ \\t]{0,9}${NEXT})[^\\s&])+`,
  ].join('|'),
  'iuy',
);

/** The value after the name of a secret: `name=value`, `name: value`, `"name":"value"`, in any quotes. */
export function maskAssignments(text: string): string {
  if (!/[:=：＝]|->|→/u.test(text)) return text;
  let shown = '';
  let at = 0;
  const named = new RegExp(NAMED);
  const value = new RegExp(VALUE);
  for (let match = named.exec(text); match; match = named.exec(text)) {
    if (!isSecretName(match[1] ?? '')) continue;
    value.lastIndex = named.lastIndex;
    const found = value.exec(text);
    if (!found) continue;
    shown += text.slice(at, found.index) + hidden(found[0], found[1] ?? found[2]);
    at = value.lastIndex;
    named.lastIndex = at;
  }
  return shown + text.slice(at);
}

function hidden(value: string, quote = /^["']/.exec(value)?.[0] ?? ''): string {
  return quote + MASK + quote;
}
