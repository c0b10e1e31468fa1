import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { cookieName, isLoopback, isSame, sessionOf, type Access } from './access.js';
import { ControlProblem } from './problem.js';

/** How far a path is open: `document` to a link from anywhere, `session` without a token, `data` to neither. */
export type Openness = 'document' | 'session' | 'data';

/** Throws at a request that may not be made: by a web page of somebody else, or without the token. */
export function guard(
  headers: IncomingHttpHeaders,
  openness: Openness,
  access: Access,
  port: number,
): void {
  checkHost(headers.host, access);
  checkOrigin(headers, openness);
  if (openness === 'data') checkToken(headers, access, port);
}

/**
 * Throws at a call of the web service that a web page of somebody else makes: no app sends an origin
 * of its own. Away from loopback an app may know this machine by any name.
 */
export function guardService(headers: IncomingHttpHeaders, access: Access): void {
  if (isLoopback(access.host)) checkHost(headers.host, access);
  checkOrigin(headers, 'data');
}

/** A name that somebody makes point to 127.0.0.1 (DNS rebinding) is not ours. */
function checkHost(host: string | undefined, { host: given }: Access): void {
  const name = hostnameOf(host ?? '');
  if (name !== undefined && (isLoopback(name) || name === given)) return;
  const everywhere = given === '0.0.0.0' || given === '::';
  // An address cannot be made to point elsewhere.
  if (everywhere && name !== undefined && (isIP(name) || name === hostname().toLowerCase())) return;
  const named = everywhere ? 'an address or name of this machine' : `a loopback name or ${given}`;
  throw new ControlProblem(403, 'foreign-host', `The Host must be ${named}, not ${host ?? ''}.`);
}

function hostnameOf(host: string): string | undefined {
  if (!URL.canParse(`http://${host}`) || /[/?#@\\\s]/.test(host)) return undefined;
  return new URL(`http://${host}`).hostname.toLowerCase().replace(/^\[(.*)\]$/, '$1');
}

function checkOrigin(headers: IncomingHttpHeaders, openness: Openness): void {
  const { host = '', origin } = headers;
  const own = [`http://${host}`, `https://${host}`].map((each) => each.toLowerCase());
  if (origin !== undefined && !own.includes(origin.toLowerCase())) {
    throw new ControlProblem(403, 'foreign-origin', `${origin} is another origin than ${own[0]}.`);
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  // A link to the page may stand anywhere; following it reads nothing for whoever set it.
  const followed = headers['sec-fetch-mode'] === 'navigate' && openness === 'document';
  if (followed && headers['sec-fetch-dest'] === 'document') return;
  throw new ControlProblem(
    403,
    'foreign-origin',
    `A ${String(site)} request may not be made here.`,
  );
}

function checkToken(headers: IncomingHttpHeaders, { token }: Access, port: number): void {
  if (token === undefined) return;
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (bearer !== undefined && isSame(bearer, token)) return;
  const cookie = cookieOf(headers.cookie ?? '', cookieName(port));
  if (cookie !== undefined && isSame(cookie, sessionOf(token))) return;
  const message =
    'Send "Authorization: Bearer TOKEN" with the token that the simulator printed at start.';
  throw new ControlProblem(401, 'token-needed', message, {}, { 'www-authenticate': 'Bearer' });
}

function cookieOf(header: string, name: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
