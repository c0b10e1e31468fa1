import { maskAssignments } from './assignments.js';
import { maskElements } from './elements.js';
import { MASK } from './mask.js';
import { isSecretName, unescaped } from './secret-names.js';

const PART =
  /(content-disposition:[^\r\n]*?\bname\*?=("?)([^";\r\n]+)\2[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n)([\s\S]*?)(?=\r?\n--|$)/giu;
const SCHEME = /(?<![\p{L}\p{N}])(basic|bearer|digest)(\s+|%20|\+)[\w+/=.~%-]{6,}/giu;
const USER_INFO = /(?<=:\/\/)[^\s/@]{1,500}@/gu;
const ENCODED = /(?<=^|[\s&=,;"'>])[^\s&=,;"'<>]*%[\da-f]{2}[^\s&"'<>]*/giu;
const BASE64 = /(?<![\w+/-])[\w+/-]{12,}={0,2}(?![\w+/=-])/gu;

/** A text without any of these characters holds no name and value, as nearly every text of a send. */
const SUSPECT =
  /pass|pw|psw|secret|token|auth|credential|key|bearer|basic|digest|jwt|cookie|رمز|عبور|گذر|پسورد|توکن|[%&\\]|:\/\/|[^\0-\u06ff]/iu;

/** A text that is not JSON, with the values of secret names masked. */
export function maskText(text: string): string {
  if (!SUSPECT.test(text)) return text.replace(BASE64, maskBase64);
  const parts = text.replace(PART, (found, head: string, _quote: string, name: string) =>
    isSecretName(name) ? head + MASK : found,
  );
  return maskAssignments(maskElements(parts))
    .replace(SCHEME, (_found, scheme: string, blank: string) => `${scheme}${blank}${MASK}`)
    .replace(USER_INFO, `${MASK}@`)
    .replace(ENCODED, maskEncoded)
    .replace(BASE64, maskBase64);
}

/** `a=1&password=***`: all other characters stay. */
export function maskQuery(query: string): string {
  return query
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at < 0) return maskText(pair);
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (isSecretName(name.replaceAll('+', ' '))) return `${name}=${MASK}`;
      return `${name}=${maskFormValue(value)}`;
    })
    .join('&');
}

/** The value of a form field may be a form, JSON or another text itself. */
function maskFormValue(value: string): string {
  const plain = unescaped(value.replaceAll('+', ' '));
  const masked = maskText(plain);
  return masked === plain ? value : encodeURIComponent(masked).replaceAll('%20', '+');
}

function maskEncoded(encoded: string): string {
  const plain = unescaped(encoded);
  if (plain === encoded) return encoded;
  const masked = maskText(plain);
  return masked === plain ? encoded : encodeURIComponent(masked);
}

function maskBase64(encoded: string): string {
  const plain = Buffer.from(encoded, 'base64').toString('utf8');
  // Most such runs are words or ids, not encoded texts.
  if (plain.includes('\ufffd') || !/[:=]/u.test(plain)) return encoded;
  return maskText(plain) === plain ? encoded : MASK;
}
