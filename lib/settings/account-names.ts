/** What an account is called in code; each other name of it is derived from this one. */
const ACCOUNT_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

export const isAccountName = (given: unknown): given is string =>
  typeof given === 'string' && ACCOUNT_NAME.test(given);

/** What a name that is none should be; the end of an error. */
export const EXPECTED_NAME =
  'expected a name such as marketing or new-year: lower-case letters and digits, beginning with a letter, with single hyphens between them';

/**
 * The second words of the events of the account without a name: the event `payamsms.inbound.failed`
 * must be that of no account `inbound`, for listeners with wildcards too.
 */
export const EVENT_WORDS: ReadonlySet<string> = new Set([
  'inbound',
  'delivery',
  'balance',
  'outcome', // To come.
]);

/** Every variable of the account begins so: `PAYAMSMS_`, `PAYAMSMS_NEW_YEAR_` for `new-year`. */
export const variablePrefix = (account?: string): string =>
  account === undefined ? 'PAYAMSMS_' : `PAYAMSMS_${account.toUpperCase().replaceAll('-', '_')}_`;

/** `payamsms.inbound`, `payamsms.marketing.inbound`. */
export const eventOfAccount = (event: `payamsms.${string}`, account?: string): string =>
  account === undefined ? event : event.replace('payamsms.', `payamsms.${account}.`);

/**
 * Takes an event's name apart again.
 *
 * @param events the names without an account
 * @returns `undefined` for an event that is none of these
 */
export function accountOfEvent<E extends string>(
  name: unknown,
  events: readonly E[],
): { event: E; account?: string } | undefined {
  if (typeof name !== 'string') return undefined;
  const plain = events.find((event) => event === name);
  if (plain !== undefined) return { event: plain };
  const [, account, rest] = /^payamsms\.([^.]+)\.(.+)$/.exec(name) ?? [];
  const event = events.find((known) => known === `payamsms.${rest}`);
  return event !== undefined && isAccountName(account) ? { event, account } : undefined;
}

/** The cron job of a task: `payamsms:inbox`, `payamsms:marketing:inbox`. */
export const jobOfAccount = (task: string, account?: string): string =>
  ['payamsms', account, task].filter((part) => part !== undefined).join(':');

/** The context of the account's lines in the log: `PayamSms`, `PayamSms:marketing`. */
export const logContextOf = (account?: string): string =>
  account === undefined ? 'PayamSms' : `PayamSms:${account}`;
