import { isRecord } from '../wire/json.js';
import type { WireRequest } from './wire-request.js';

const MASK = '***';

const SECRET_NAMES = new Set([
  'password',
  'client_secret',
  'clientsecret',
  'access_token',
  'refresh_token',
  'authorization',
]);

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** Fields without the values of those that hold secrets. */
export function maskValue<T>(fields: T): T {
  if (!isRecord(fields)) return fields;
  const secret = Object.keys(fields).filter((name) => SECRET_NAMES.has(name.toLowerCase()));
  if (secret.length === 0) return fields;
  return { ...fields, ...Object.fromEntries(secret.map((name) => [name, MASK])) };
}

export function maskHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>> | WireRequest['headers'],
): Record<string, string | string[] | undefined> {
  const masked: Record<string, string | string[] | undefined> = { ...headers };
  for (const name of SECRET_HEADERS) {
    const value = masked[name];
    if (value !== undefined) masked[name] = maskCredentials(String(value));
  }
  return masked;
}

/** The scheme stays: that a login came with Basic is worth seeing, its secret is not. */
function maskCredentials(value: string): string {
  const [, scheme] = /^(basic|bearer) /i.exec(value) ?? [];
  return scheme ? `${scheme} ${MASK}` : MASK;
}

/** `a=1&password=***`: what is no secret stays to the letter. */
export function maskQuery(query: string): string {
  return query
    .split('&')
    .map((pair) => {
      const [[name] = ['']] = new URLSearchParams(pair);
      return SECRET_NAMES.has(name.toLowerCase()) ? `${pair.split('=', 1)[0]}=${MASK}` : pair;
    })
    .join('&');
}

// Also where the value, or the text, ends too early.
const JSON_SECRET =
  /("(?:password|client_?secret|access_token|refresh_token|authorization)"\s*:\s*)"(?:[^"\\]|\\.)*(?:"|\\?$)/gi;

/** A body as it came, to the letter but for its secrets; `known` are those that must not show wherever they stand. */
export function maskBody(text: string, contentType: string, known: readonly string[]): string {
  const masked = maskMembers(contentType.includes('form-urlencoded') ? maskQuery(text) : text);
  return known.reduce((shown, secret) => shown.replaceAll(secret, MASK), masked);
}

function maskMembers(text: string): string {
  const masked = text.replace(JSON_SECRET, `$1"${MASK}"`);
  let value: unknown;
  try {
    value = JSON.parse(masked);
  } catch {
    return masked;
  }
  // A name spelt with escapes, or a secret that is no string, is found only by reading it.
  const hidden = maskValue(value);
  const shown = isRecord(value) && isRecord(hidden) && differs(value, hidden);
  return shown ? JSON.stringify(hidden) : masked;
}

function differs(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  return Object.keys(one).some((name) => one[name] !== other[name]);
}
