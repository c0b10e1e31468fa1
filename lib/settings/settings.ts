import { MAX_TIMER_MS } from '../concurrency/timers.js';
import {
  DEFAULTS,
  type HttpOptions,
  type LoginEncoding,
  type PayamSmsModuleOptions,
  type RetryOptions,
} from '../payamsms.options.js';
import type { PayamSmsStore } from '../store/store.js';
import { accountName, checkAccount } from './account-setting.js';
import { Credentials } from './credentials.js';
import { cronExpression } from './cron.js';
import { type InboxSettings, readInbox } from './inbox-settings.js';
import { proxy, store } from './object-readers.js';
import { OptionSource } from './option-source.js';
import {
  clientId,
  credential,
  flag,
  isLoopback,
  line,
  oneOf,
  plainObject,
  positiveNumber,
  serviceUrl,
  timeZone,
  wholeNumber,
} from './readers.js';
import type { StoreAddress } from './store-address.js';
import { UNREAD_VARIABLES } from './unread-variables.js';
import { waits, waitsMs } from './waits.js';

/** Injects the checked {@link Settings}. */
export const SETTINGS = Symbol('PAYAMSMS_SETTINGS');

/** The options with defaults filled in and every value checked: what the inside works with. */
export interface Settings {
  /** Absent for the account without a name. */
  readonly account?: string;
  readonly baseUrl: string;
  /** Loopback is plain and direct: it never goes through a proxy. */
  readonly loopback: boolean;
  readonly credentials: Credentials;
  readonly sender?: string;
  readonly loginEncoding: LoginEncoding;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly timeZone: string;
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly maxConcurrency: number;
  readonly requestsPerSecond?: number;
  readonly retry: Readonly<RetryOptions>;
  readonly settleMs: number;
  readonly sendDeadlineMs: number;
  readonly shutdownTimeoutMs: number;
  readonly logErrorMessages: boolean;
  /** Absent while the inbox is off. */
  readonly inbox?: Readonly<InboxSettings>;
  /** Absent while delivery tracking is off. */
  readonly delivery?: { readonly ladderMs: readonly number[]; readonly cron: string };
  /** Absent while the balance is not watched. */
  readonly balance?: { readonly lowThreshold: number; readonly cron: string };
  /** None: in memory. */
  readonly store?: PayamSmsStore | StoreAddress;
  readonly http: Readonly<HttpOptions>;
  /** The `PAYAMSMS_*` variables that are none of the account's; absent where its options come from code. */
  readonly unreadVariables?: readonly string[];
}

/** Node's buffers hold no more on every machine. */
const MAX_BYTES = 2 ** 31 - 1;

/**
 * @param account the name that was given beside the options
 * @throws {PayamSmsConfigurationError} that lists every problem at once
 */
export function resolveSettings(options: PayamSmsModuleOptions, account?: unknown): Settings {
  const name = accountName(account);
  const source = OptionSource.of(options, name);
  checkAccount(source, options, name);
  const baseUrl = source.optional('baseUrl', serviceUrl, DEFAULTS.baseUrl);
  const settings: Settings = {
    ...(name !== undefined && { account: name }),
    baseUrl,
    loopback: isLoopback(new URL(baseUrl).hostname),
    credentials: new Credentials({
      clientId: source.required('clientId', clientId),
      clientSecret: source.required('clientSecret', credential),
      systemName: source.required('systemName', credential),
      username: source.required('username', credential),
      password: source.required('password', credential),
    }),
    sender: source.optional('sender', line),
    loginEncoding: source.optional<LoginEncoding>(
      'loginEncoding',
      oneOf('auto', 'json', 'form', 'query'),
      DEFAULTS.loginEncoding,
    ),
    timeoutMs: source.optional('timeoutMs', wholeNumber(1, MAX_TIMER_MS), DEFAULTS.timeoutMs),
    maxAnswerBytes: source.optional(
      'maxAnswerBytes',
      wholeNumber(1_024, MAX_BYTES),
      DEFAULTS.maxAnswerBytes,
    ),
    timeZone: source.optional('timeZone', timeZone, DEFAULTS.timeZone),
    batchSize: source.optional('batchSize', wholeNumber(1, 250), DEFAULTS.batchSize),
    lingerMs: source.optional('lingerMs', wholeNumber(0, MAX_TIMER_MS), DEFAULTS.lingerMs),
    maxConcurrency: source.optional(
      'maxConcurrency',
      wholeNumber(1, 1000),
      DEFAULTS.maxConcurrency,
    ),
    requestsPerSecond: source.optional('requestsPerSecond', positiveNumber),
    retry: source.group('retry', (retry) => ({
      maxAttempts: retry.optional('maxAttempts', wholeNumber(1, 100), DEFAULTS.retry.maxAttempts),
      baseDelayMs: retry.optional(
        'baseDelayMs',
        wholeNumber(0, MAX_TIMER_MS),
        DEFAULTS.retry.baseDelayMs,
      ),
      maxDelayMs: retry.optional(
        'maxDelayMs',
        wholeNumber(0, MAX_TIMER_MS),
        DEFAULTS.retry.maxDelayMs,
      ),
    })),
    settleMs: source.optional('settleMs', wholeNumber(0, MAX_TIMER_MS), DEFAULTS.settleMs),
    sendDeadlineMs: source.optional(
      'sendDeadlineMs',
      wholeNumber(1, MAX_TIMER_MS),
      DEFAULTS.sendDeadlineMs,
    ),
    shutdownTimeoutMs: source.optional(
      'shutdownTimeoutMs',
      wholeNumber(0, MAX_TIMER_MS),
      DEFAULTS.shutdownTimeoutMs,
    ),
    logErrorMessages: source.optional('logErrorMessages', flag, DEFAULTS.logErrorMessages),
    inbox: source.group('inbox', readInbox),
    delivery: source.switchedGroup('delivery', (delivery) => ({
      ladderMs: delivery.optional('ladder', waits, waitsMs(DEFAULTS.delivery.ladder)),
      cron: delivery.optional('cron', cronExpression, DEFAULTS.delivery.cron),
    })),
    balance: source.optionalGroup('balance', (balance) => ({
      lowThreshold: balance.required('lowThreshold', positiveNumber),
      cron: balance.optional('cron', cronExpression, DEFAULTS.balance.cron),
    })),
    store: source.optional('store', store),
    unreadVariables: unreadOf(options),
    http: source.group('http', (http) => ({
      proxy: http.optional('proxy', proxy),
      httpAgent: http.optional('httpAgent', plainObject) as HttpOptions['httpAgent'],
      httpsAgent: http.optional('httpsAgent', plainObject) as HttpOptions['httpsAgent'],
    })),
  };
  source.finish(settings.unreadVariables);
  return settings;
}

function unreadOf(options: object | undefined): readonly string[] | undefined {
  const { [UNREAD_VARIABLES]: unread } = Object(options) as {
    [UNREAD_VARIABLES]?: readonly string[];
  };
  return unread;
}
