import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { SimulatorSettings } from '../options.js';

/** Which requests may use the simulator. */
export interface Access {
  /** The host of the settings. */
  readonly host: string;
  /** Other names that the `Host` header may have. */
  readonly allowHosts: ReadonlySet<string>;
  /** The token of the control interface; nothing when none is needed. */
  readonly token: string | undefined;
}

/** With a host that is not loopback there is always a token: a random one where none is given. */
export function accessFor({
  host,
  allowHosts,
  token,
}: Pick<SimulatorSettings, 'host' | 'allowHosts' | 'token'>): Access {
  if (token === '' || /[^\x21-\x7e]/.test(token ?? '')) {
    throw new RangeError('A token is one or more visible ASCII characters, without blanks.');
  }
  const random = isLoopback(host) ? undefined : randomBytes(24).toString('base64url');
  return {
    host: host.toLowerCase(),
    allowHosts: new Set(allowHosts.map((name) => name.toLowerCase())),
    token: token ?? random,
  };
}

export function isLoopback(host: string): boolean {
  const name = host.toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  return isIP(name) === 4 && name.startsWith('127.');
}

/** Takes the same time for any wrong token, so that the time reveals nothing. */
export function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
