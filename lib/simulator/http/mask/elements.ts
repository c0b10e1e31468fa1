import { MASK } from './mask.js';
import { isSecretName } from './secret-names.js';

const LT = '(?:<|&(?:amp;)*lt;|\\\\u003c)';
const GT = '(?:>|&(?:amp;)*gt;|\\\\u003e)';

const OPENING = new RegExp(
  `${LT}([\\p{L}_][\\p{L}\\p{N}:_.-]{0,100})((?:\\s[^<>]{0,2000}?)?)${GT}`,
  'giu',
);
/** An attribute, or a child element, that names the value beside it. */
const NAMED = /(?<![\w-])(?:name|key|id|field|property|param)\s*=\s*\\?["']([^"'\\]{1,200})/iu;
const LABEL = /^(?:[\w-]+:)?(?:name|key|id|field|property|param)$/iu;
const VALUE_ATTRIBUTE = /((?<![\w-])value\s*=\s*\\?)(?:"[^"]*"|'[^']*')/giu;

/** The contents of elements with a secret's name: their own, or the one in an attribute or a sibling element. */
export function maskElements(text: string): string {
  if (!/<|lt;|\\u003c/iu.test(text)) return text;
  let shown = '';
  let at = 0;
  let isNextSecret = false;
  const opening = new RegExp(OPENING);
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    const [tag, name = '', attributes = ''] = match;
    const inside = match.index + tag.length;
    const isNamed = isSecretName(NAMED.exec(attributes)?.[1] ?? '');
    const isSecret = isNextSecret || isNamed || isSecretName(name);
    isNextSecret = false;
    shown += text.slice(at, match.index);
    shown += isNamed ? tag.replace(VALUE_ATTRIBUTE, `$1"${MASK}"`) : tag;
    at = inside;
    if (attributes.trimEnd().endsWith('/')) continue;
    if (isSecret) {
      at = endOf(name, text, inside);
      opening.lastIndex = at;
      shown += text.slice(inside, at).trim() === '' ? '' : MASK;
    } else if (LABEL.test(name)) {
      const label = text.slice(inside, inside + 200);
      isNextSecret = isSecretName(label.slice(0, endOf(name, label, 0)));
    }
  }
  return shown + text.slice(at);
}

/** The end of an element's content: its closing tag, or the end of a text that was cut. */
function endOf(name: string, text: string, from: number): number {
  const closing = new RegExp(`${LT}\\\\?/${name.replaceAll('.', '\\.')}\\s*${GT}`, 'giu');
  closing.lastIndex = from;
  return closing.exec(text)?.index ?? text.length;
}
