import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { isLoopback, isSame, type Access } from './access.js';
import { ControlProblem } from './problem.js';
import type { Sessions } from './sessions.js';

/** How open a path is: `document` may be linked from anywhere, `session` needs no token, `data` is open in neither way. */
export type Openness = 'document' | 'session' | 'data';

/**
 * Throws at a request from a web page of another origin, or without the token. Returns the session of the request, if a
 * cookie is what allows it.
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

/** Throws at a request from a web page of another origin, also on the paths of the web service. */
export function guardService(
  headers: IncomingHttpHeaders,
  access: Access,
  openness: Openness = 'data',
): void {
  checkHost(headers.host, access);
  checkOrigin(headers, openness);
}

/** Refuses foreign names, since an attacker's name may point to this machine (DNS rebinding). */
function checkHost(host: string | undefined, access: Access): void {
  const name = hostnameOf(host ?? '');
  const { host: given, allowHosts } = access;
  if (name !== undefined && (isLoopback(name) || name === given || allowHosts.has(name))) return;
  const isOpen = !isLoopback(given);
  if (isOpen && name !== undefined && isOfNetwork(name)) return;
  const named = isOpen ? 'an address or name of this machine' : `a loopback name or ${given}`;
  const advice = isOpen ? ' Use --allow-host to allow another name.' : '';
  const message = `The Host must be ${named}, not ${host ?? ''}.${advice}`;
  throw new ControlProblem(403, 'foreign-host', message);
}

/** An address is safe from DNS rebinding, and so is a name of one label, as containers have: it cannot be registered. */
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
    throw new ControlProblem(403, 'foreign-origin', `The Origin must be ${own[0]}, not ${origin}.`);
  }
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  // A link to the page may be on any site: following it gives that site no data.
  const followed = headers['sec-fetch-mode'] === 'navigate' && openness === 'document';
  if (followed && headers['sec-fetch-dest'] === 'document') return;
  throw new ControlProblem(
    403,
    'foreign-origin',
    `Requests with Sec-Fetch-Site: ${String(site)} are refused.`,
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
