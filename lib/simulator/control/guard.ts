import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { isLoopback, isSame, type Access } from './access.js';
import { ControlProblem } from './problem.js';
import type { Sessions } from './sessions.js';

/** How far a path is open: `document` to a link from anywhere, `session` without a token, `data` to neither. */
export type Openness = 'document' | 'session' | 'data';

/**
 * Throws at a request that may not be made: by a web page of somebody else, or without the token. Gives the session
 * that it is let in by, if it is one.
 */
export function guard(
  headers: IncomingHttpHeaders,
  openness: Openness,
  access: Access,
  sessions: Sessions,
): string | undefined {
  guardService(headers, access, openness);
  return openness === 'data' ? checkToken(headers, access, sessions) : undefined;
}

/** Throws at a request that a web page of somebody else makes, whatever it asks for. */
export function guardService(
  headers: IncomingHttpHeaders,
  access: Access,
  openness: Openness = 'data',
): void {
  checkHost(headers.host, access);
  checkOrigin(headers, openness);
}

/** A name that somebody makes point to this machine (DNS rebinding) is not ours. */
function checkHost(host: string | undefined, access: Access): void {
  const name = hostnameOf(host ?? '');
  const { host: given, allowHosts } = access;
  if (name !== undefined && (isLoopback(name) || name === given || allowHosts.has(name))) return;
  const isOpen = !isLoopback(given);
  if (isOpen && name !== undefined && isOfNetwork(name)) return;
  const named = isOpen ? 'an address or name of this machine' : `a loopback name or ${given}`;
  const mend = isOpen ? ' Allow another name with --allow-host.' : '';
  const message = `The Host must be ${named}, not ${host ?? ''}.${mend}`;
  throw new ControlProblem(403, 'foreign-host', message);
}

/**
 * An address cannot be made to point elsewhere, and neither can a name of one label, as containers have: nobody can
 * register one.
 */
function isOfNetwork(name: string): boolean {
  return isIP(name) !== 0 || !name.includes('.') || name === hostname().toLowerCase();
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

function checkToken(
  headers: IncomingHttpHeaders,
  { token }: Access,
  sessions: Sessions,
): string | undefined {
  if (token === undefined) return undefined;
  const [, bearer] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (bearer !== undefined && isSame(bearer, token)) return undefined;
  const session = sessions.of(headers);
  if (session !== undefined) return session;
  const message =
    'Send "Authorization: Bearer TOKEN" with the token that the simulator printed at start.';
  throw new ControlProblem(401, 'token-needed', message, {}, { 'www-authenticate': 'Bearer' });
}
