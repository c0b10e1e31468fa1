import { PLAIN_DIALECT, type Dialect } from './dialect.js';
import type { DeliveryOptions } from './state/delivery.js';
import { toInternational } from './text/phone-number.js';

/** The credentials that a login must have. Spread it into `PayamSmsModule.forRoot()`. */
export interface SimulatorCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly systemName: string;
  readonly username: string;
  readonly password: string;
}

export interface SimulatorOptions {
  /** The address to listen on; 127.0.0.1 by default. With one that is not loopback, the control interface needs a token. */
  readonly host?: string;
  /** Names that apps on other machines or in containers know this machine by, where it listens on more than loopback. */
  readonly allowHosts?: readonly string[];
  /** The token of the control interface. Default: none on loopback, elsewhere a random one made at start. */
  readonly token?: string;
  /** TCP port; 0 takes any free one. */
  readonly port?: number;
  /** The credentials that a login must have; a field that is left out keeps its default. */
  readonly credentials?: Partial<SimulatorCredentials>;
  /** The account's sender lines, however they are written. Without it every number that starts with 98 is one. */
  readonly lines?: readonly string[];
  /** Rials. */
  readonly credit?: number;
  /** Rials for each part of each message; refunded when a scheduled message is cancelled. */
  readonly pricePerPart?: number;
  /** A text with one of these words is refused with E132. */
  readonly sensitiveWords?: readonly string[];
  /** Numbers on the operator's blacklist of advertising, however they are written: they are refused with E800. */
  readonly blacklist?: readonly string[];
  /** How delivery goes, unless `setDelivery()` decides it. */
  readonly delivery?: Partial<DeliveryOptions>;
  /** How the guide is read; a choice that is left out has the plainest reading. */
  readonly dialect?: Partial<Dialect>;
  /** The seed of all random numbers: which request a fault fires on, which order a shuffle gives. */
  readonly seed?: number;
  /** The time at which its clock starts; the present by default. */
  readonly startAt?: Date;
  /** How many of the newest messages `messages` keeps; scheduled ones are kept besides. All by default. */
  readonly maxMessages?: number;
  /** How many of the newest requests `requests` keeps. */
  readonly requestLogLimit?: number;
  /** A longer request body is answered with 413. */
  readonly maxBodyBytes?: number;
}

export type SimulatorSettings = Required<Omit<SimulatorOptions, 'lines' | 'startAt' | 'token'>> & {
  readonly lines: readonly string[] | 'any';
  /** The present when left out. */
  readonly startAt?: Date;
  readonly token?: string;
  readonly credentials: SimulatorCredentials;
  readonly delivery: DeliveryOptions;
  readonly dialect: Dialect;
};

const DEFAULTS: SimulatorSettings = {
  host: '127.0.0.1',
  allowHosts: [],
  port: 0,
  // Fixed, so that a pasted .env works with every simulator.
  credentials: {
    clientId: 'simulator-client',
    clientSecret: 'simulator-secret',
    systemName: 'simulator',
    username: 'developer',
    password: 'simulator-password',
  },
  lines: 'any',
  credit: 1_000_000_000,
  pricePerPart: 1_000,
  sensitiveWords: [],
  blacklist: [],
  delivery: { queuedMs: 1_000, pendingMs: 4_000, failingRecipients: [] },
  dialect: PLAIN_DIALECT,
  seed: 1,
  maxMessages: Infinity,
  requestLogLimit: 1_000,
  // 250 texts of 32 parts, every character escaped, are about 3 MB.
  maxBodyBytes: 8_388_608,
};

export function withDefaults(options: SimulatorOptions): SimulatorSettings {
  const { credentials, delivery, dialect, lines, blacklist, ...rest } = options;
  return {
    ...merge(DEFAULTS, rest),
    lines: lines?.map(toInternational) ?? DEFAULTS.lines,
    blacklist: blacklist?.map(toInternational) ?? DEFAULTS.blacklist,
    credentials: merge(DEFAULTS.credentials, credentials),
    delivery: merge(DEFAULTS.delivery, delivery),
    dialect: merge(DEFAULTS.dialect, dialect),
  };
}

/** `given` wins where it has a value: `{ port: undefined }` means the default. */
export function merge<T extends object>(defaults: T, given: Partial<T> = {}): T {
  const merged = { ...defaults };
  for (const name in given) {
    const value = given[name];
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}
