import { UNKNOWN_VARIABLES, unknownVariables } from './unknown-variables.js';

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
] as const;

/** Variables that say more than the name of their option. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  delivery: 'PAYAMSMS_DELIVERY_TRACKING',
  'balance.lowThreshold': 'PAYAMSMS_LOW_BALANCE',
};

const NAMES = new Map<string, string>(
  VARIABLE_OPTIONS.map((option) => [
    option,
    OWN_NAMES[option] ??
      `PAYAMSMS_${option.replace(/[A-Z]|\./g, (c) => (c === '.' ? '_' : `_${c}`)).toUpperCase()}`,
  ]),
);

const KNOWN: ReadonlySet<string> = new Set(NAMES.values());

/** Options that a variable switches; others only say more about what is on. */
const SWITCHES: ReadonlySet<string> = new Set<string>(['delivery']);

/** The variable of an option: `retry.maxAttempts` is set by `PAYAMSMS_RETRY_MAX_ATTEMPTS`. */
export function variableOf(option: string): string | undefined {
  return NAMES.get(option);
}

/** Gathers the options that the environment sets, as the texts they are there. */
export function optionsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string | symbol, unknown> {
  const options: Record<string | symbol, unknown> = {};
  const unknown = unknownVariables(environment, KNOWN);
  if (unknown.length > 0) options[UNKNOWN_VARIABLES] = unknown;
  for (const [option, variable] of NAMES) {
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
