import { variablePrefix } from './account-names.js';
import { UNREAD_VARIABLES, unreadVariables } from './unread-variables.js';

/** Every option that can be set by the environment, by its path. */
export const VARIABLE_OPTIONS = [
  'baseUrl',
  'clientId',
  'clientSecret',
  'systemName',
  'username',
  'password',
  'sender',
  'loginEncoding',
  'timeoutMs',
  'maxAnswerBytes',
  'timeZone',
  'batchSize',
  'lingerMs',
  'maxConcurrency',
  'requestsPerSecond',
  'retry.maxAttempts',
  'retry.baseDelayMs',
  'retry.maxDelayMs',
  'settleMs',
  'sendDeadlineMs',
  'shutdownTimeoutMs',
  'logErrorMessages',
  'inbox.numbers',
  'inbox.cron',
  'inbox.startFrom',
  'inbox.maxAttempts',
  'inbox.overlapMs',
  'inbox.handlerTimeoutMs',
  'delivery',
  'delivery.ladder',
  'delivery.cron',
  'balance.lowThreshold',
  'balance.cron',
  'store',
] as const;

/** Variables that say more than the name of their option. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  delivery: 'DELIVERY_TRACKING',
  'balance.lowThreshold': 'LOW_BALANCE',
};

/** What stands behind the prefix, by the option. */
const NAMES = new Map<string, string>(
  VARIABLE_OPTIONS.map((option) => [
    option,
    OWN_NAMES[option] ??
      option.replace(/[A-Z]|\./g, (c) => (c === '.' ? '_' : `_${c}`)).toUpperCase(),
  ]),
);

/** Options that a variable switches; others only say more about what is on. */
const SWITCHES: ReadonlySet<string> = new Set<string>(['delivery']);

/**
 * The variable of an option: `retry.maxAttempts` is set by `PAYAMSMS_RETRY_MAX_ATTEMPTS`, and for the
 * account `marketing` by `PAYAMSMS_MARKETING_RETRY_MAX_ATTEMPTS`.
 */
export function variableOf(option: string, account?: string): string | undefined {
  const name = NAMES.get(option);
  return name && variablePrefix(account) + name;
}

/** Every variable of an account. */
export const variablesOf = (account?: string): string[] =>
  [...NAMES.values()].map((name) => variablePrefix(account) + name);

/** Gathers the options that the environment sets for an account, as the texts they are there. */
export function optionsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  account?: string,
): Record<string | symbol, unknown> {
  const options: Record<string | symbol, unknown> = {};
  const variables = new Map([...NAMES].map(([option]) => [option, variableOf(option, account)!]));
  options[UNREAD_VARIABLES] = unreadVariables(environment, new Set(variables.values()));
  for (const [option, variable] of variables) {
    const value = environment[variable];
    if (value === undefined || value === '') continue;
    const [key, inner] = option.split('.') as [string, string?];
    if (inner === undefined) options[key] = value;
    else if (!SWITCHES.has(key) || isOn(options[key])) {
      options[key] = { ...recordOf(options[key]), [inner]: value };
    }
  }
  return options;
}

const isOn = (value: unknown) => value === 'true' || typeof value === 'object';

const recordOf = (value: unknown) => (typeof value === 'object' ? value : undefined);

/** Options to come: their variables are kept free. */
const TO_COME = ['QUEUE_', 'ONLY_TO', 'VERIFY_LOGIN', 'ALLOW_INSECURE_HTTP'];

/** With what a variable may begin, by whole words: `RETRY`, `RETRY_MAX`, `RETRY_MAX_ATTEMPTS`. */
const BEGINNINGS = new Set(
  [...NAMES.values(), ...TO_COME].flatMap((name) => {
    const words = name.split('_').filter(Boolean);
    return words.map((_, i) => words.slice(0, i + 1).join('_'));
  }),
);

/**
 * The beginning of another account's variables that an account is named like, so that it would
 * be unclear which account a variable belongs to: `PAYAMSMS_RETRY_…` for an account `retry`. `undefined`
 * for a good name.
 *
 * @param other the other account; the one without a name when it is left out
 */
export function clashingPrefix(account: string, other?: string): string | undefined {
  const own = variablePrefix(account);
  const prefix = variablePrefix(other);
  if (!own.startsWith(prefix)) return undefined;
  return BEGINNINGS.has(own.slice(prefix.length, -1)) ? own : undefined;
}
