import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { SimulatorSettings } from '../options.js';

/** Who may use the simulator. */
export interface Access {
  /** The host that was asked for. */
  readonly host: string;
  /** Other names of it that a `Host` may bear. */
  readonly allowHosts: ReadonlySet<string>;
  /** What the control interface asks for; nothing when none is needed. */
  readonly token: string | undefined;
}

/** Away from loopback there is always a token; one is made up where none is given. */
export function accessFor({
  host,
  allowHosts,
  token,
}: Pick<SimulatorSettings, 'host' | 'allowHosts' | 'token'>): Access {
  if (token === '' || /[^\x21-\x7e]/.test(token ?? '')) {
    throw new RangeError('A token is one or more visible ASCII characters, without blanks.');
  }
  const madeUp = isLoopback(host) ? undefined : randomBytes(24).toString('base64url');
  return {
    host: host.toLowerCase(),
    allowHosts: new Set(allowHosts.map((name) => name.toLowerCase())),
    token: token ?? madeUp,
  };
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
