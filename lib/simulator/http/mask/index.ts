import type { WireRequest } from '../../wire/request.js';
import { MASK } from './mask.js';
import { isSecretName } from './secret-names.js';
import { maskQuery, maskText } from './texts.js';
import { maskJson, maskValue, parsed } from './values.js';

export { KnownSecrets } from './known.js';
export { maskQuery, maskText, maskValue };

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

export function maskHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>> | WireRequest['headers'],
): Record<string, string | string[] | undefined> {
  const masked = Object.entries(headers).map(([name, value]) => {
    if (value === undefined) return [name, value];
    if (SECRET_HEADERS.has(name) || isSecretName(name))
      return [name, maskCredentials(String(value))];
    return [name, Array.isArray(value) ? value.map(maskText) : maskText(value)];
  });
  return Object.fromEntries(masked) as Record<string, string | string[] | undefined>;
}

/** The scheme stays, since it helps to see that a login came with Basic; the secret does not. */
function maskCredentials(value: string): string {
  const [, scheme] = /^(basic|bearer) /i.exec(value) ?? [];
  return scheme ? `${scheme} ${MASK}` : MASK;
}

/** A body with its secrets masked; every other character stays. */
export function maskBody(text: string, contentType: string): string {
  const value = parsed(text);
  if (value !== undefined) return maskJson(text, value);
  return contentType.includes('form-urlencoded') ? maskQuery(text) : maskText(text);
}
