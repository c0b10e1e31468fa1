import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';

/** Who may use the control interface. */
export interface Access {
  /** The host that was asked for. */
  readonly host: string;
  /** Nothing when none is needed. */
  readonly token: string | undefined;
}

/** Away from loopback there is always a token; one is made up where none is given. */
export function accessFor(host: string, token: string | undefined): Access {
  if (token === '' || /[^\x21-\x7e]/.test(token ?? '')) {
    throw new RangeError('A token is one or more visible ASCII characters, without blanks.');
  }
  const madeUp = isLoopback(host) ? undefined : randomBytes(24).toString('base64url');
  return { host: host.toLowerCase(), token: token ?? madeUp };
}

export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** Takes as long for a token that is nearly right as for one that is all wrong. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What the cookie holds: it outlives a restart with the same token, and does not give the token away. */
export function sessionOf(token: string): string {
  return createHmac('sha256', token).update('payamsms-simulator session').digest('base64url');
}

/** Browsers send a cookie to every port of a host, so each simulator has its own name for it. */
export function cookieName(port: number): string {
  return `payamsms_simulator_${port}`;
}
