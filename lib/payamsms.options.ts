import type { ConfigurableModuleAsyncOptions } from '@nestjs/common';
import type { Agent as HttpAgent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import type { AxiosProxyConfig } from 'axios';
import type {
  BalanceWatchOptions,
  DeliveryTrackingOptions,
  InboxPollingOptions,
} from './payamsms.background-options.js';
import type { PayamSmsStore } from './store/store.js';

/**
 * How the login fields travel (guide 3.1 names no content type). `auto` sends them URL-encoded, as
 * `form` does, and once as JSON when that is answered with a 4xx other than 429, or 500; it keeps what
 * worked. `query` puts the password into URLs, and so into access logs: only for a gateway that takes
 * nothing else.
 */
export type LoginEncoding = 'auto' | 'json' | 'form' | 'query';

export interface RetryOptions {
  /**
   * How often a call is made, and a message sent, at the most, the first time included. 1 turns
   * repeating off.
   */
  maxAttempts: number;
  /** Milliseconds. The wait before the first repeat is random, up to this; the bound doubles each time. */
  baseDelayMs: number;
  /**
   * Milliseconds; no wait before a repeat is longer. A `Retry-After` beyond it (an hour at the most)
   * ends the call with a `PayamSmsTransportError` and its `retryAfterMs`; sends wait for it, up to
   * their deadline.
   */
  maxDelayMs: number;
}

/** What axios is given as it is; everything else about HTTP is this module's own. */
export interface HttpOptions {
  /** As axios' `proxy`. Without it `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` apply. Never for loopback. */
  proxy?: AxiosProxyConfig | false;
  httpAgent?: HttpAgent;
  httpsAgent?: HttpsAgent;
}

/** Options of `PayamSmsModule`. Each but `account` and `http` has a `PAYAMSMS_*` variable, see the README. */
export interface PayamSmsModuleOptions {
  /**
   * The account's name, where an app has several: lower-case letters and digits, single hyphens between
   * them, such as `marketing` or `new-year`. Its services are injected by `@InjectPayamSms`, its
   * variables begin with `PAYAMSMS_MARKETING_`; it takes nothing from the account without a name. With
   * `forRootAsync` it stands beside the factory.
   */
  account?: string;
  /** Where the service is. Plain `http:` only for loopback: `localhost`, 127.0.0.0/8, `::1`. */
  baseUrl?: string;
  /**
   * Made by the organisation's admin in the panel, under "My profile" (guide 3.1). No colon; as all
   * credentials without a line break, and without blanks at its ends.
   */
  clientId: string;
  clientSecret: string;
  /** The organisation's name. */
  systemName: string;
  username: string;
  password: string;
  /** The line that sends when a message names none. */
  sender?: string;
  loginEncoding?: LoginEncoding;
  /** Milliseconds for one HTTP attempt, from connecting to the last byte, unpacked. */
  timeoutMs?: number;
  /**
   * Bytes of an answer at the most, unpacked; 1024 or more. A longer one is not read to its end, and
   * is a `PayamSmsUnexpectedAnswerError`.
   */
  maxAnswerBytes?: number;
  /** IANA zone of the service's dates, which name none. */
  timeZone?: string;
  /** Messages in a send and ids in a status call: 1 to 250 (guide 5, 6.1). */
  batchSize?: number;
  /** Requests under way at once, sends and reads alike, the login aside. */
  maxConcurrency?: number;
  /** Requests a second at the most, the login aside. Default: no limit. */
  requestsPerSecond?: number;
  /** Milliseconds a batch that is not full waits for more messages before it leaves. */
  lingerMs?: number;
  retry?: Partial<RetryOptions>;
  /**
   * Milliseconds between the two looks after which a message whose send went wrong counts as not
   * accepted. Longer is safer: a message that shows even later would be sent twice.
   */
  settleMs?: number;
  /**
   * Milliseconds for one batch with all its settling, from its first request on; for `send`, from the
   * call. What is open then ends as `unknown`, and what has not left as `unsent`. In the last second,
   * or the last fifth where that is less, nothing is sent any more, but only asked for.
   */
  sendDeadlineMs?: number;
  /** Milliseconds that a shutdown waits for sends under way to be settled. */
  shutdownTimeoutMs?: number;
  /**
   * Whether the log, and `InboundFailure.error`, repeat what errors of the app's listeners say. Only
   * numbers are masked: a message may hold a text. Default: listener, class, code and first frame.
   */
  logErrorMessages?: boolean;
  inbox?: InboxPollingOptions;
  /** Follows every accepted message until its delivery is final. Default: off. */
  delivery?: boolean | DeliveryTrackingOptions;
  /** Emits when the credit runs low. Default: off. */
  balance?: BalanceWatchOptions;
  /**
   * Where inbox and delivery keep what must outlive the process. Default: in memory. The module
   * opens and closes it. As a text, and as a variable: `memory`, `sqlite:PATH`,
   * `redis://HOST:PORT?prefix=NAME`, `rediss://…` or `postgres://USER@HOST:PORT/DATABASE?schema=NAME`;
   * accounts with the same text share one store.
   */
  store?: PayamSmsStore | string;
  http?: HttpOptions;
}

/** Every default, once. */
export const DEFAULTS = {
  baseUrl: 'https://www.payamsms.com',
  loginEncoding: 'auto',
  timeoutMs: 10_000,
  maxAnswerBytes: 16_777_216,
  timeZone: 'Asia/Tehran',
  batchSize: 250,
  lingerMs: 50,
  maxConcurrency: 4,
  retry: { maxAttempts: 3, baseDelayMs: 100, maxDelayMs: 20_000 },
  settleMs: 3_000,
  sendDeadlineMs: 120_000,
  shutdownTimeoutMs: 10_000,
  logErrorMessages: false,
  inbox: {
    cron: '*/10 * * * * *',
    startFrom: 'unread',
    maxAttempts: 5,
    overlapMs: 60_000,
    handlerTimeoutMs: 60_000,
  },
  delivery: {
    ladder: ['10s', '1m', '5m', '15m', '1h', '6h', '24h', '48h'],
    cron: '*/5 * * * * *',
  },
  balance: { cron: '0 * * * *' },
} as const satisfies Defaults;

type Defaults = Partial<Omit<PayamSmsModuleOptions, 'balance'>> & {
  balance: Partial<BalanceWatchOptions>;
};

/** What a class given as `useClass` or `useExisting` implements. */
export interface PayamSmsOptionsFactory {
  createPayamSmsOptions(): PayamSmsModuleOptions | Promise<PayamSmsModuleOptions>;
}

/** Options of `forRootAsync`. */
export type PayamSmsModuleAsyncOptions = ConfigurableModuleAsyncOptions<
  PayamSmsModuleOptions,
  'createPayamSmsOptions'
> & {
  /** Whether the services can be injected without importing the module. Default: true. */
  isGlobal?: boolean;
  /** As in {@link PayamSmsModuleOptions}: Nest must know it when modules are defined. */
  account?: string;
};
