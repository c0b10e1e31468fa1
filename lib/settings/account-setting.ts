import { PayamSmsConfigurationError } from '../errors/configuration.error.js';
import { EVENT_WORDS, EXPECTED_NAME, isAccountName } from './account-names.js';
import type { OptionSource } from './option-source.js';
import { clashingPrefix } from './variables.js';

/**
 * The name that was given beside the options, where one was.
 *
 * @throws {PayamSmsConfigurationError} for what is no name: without one no variable can be named
 */
export function accountName(account: unknown): string | undefined {
  if (account === undefined || isAccountName(account)) return account;
  throw new PayamSmsConfigurationError([{ option: 'account', problem: EXPECTED_NAME }]);
}

/**
 * Reports what is wrong with the account of some options.
 *
 * @param options what was given, or what the factory made
 * @param account the name that was given beside the options
 */
export function checkAccount(
  source: OptionSource,
  options: unknown,
  account: string | undefined,
): void {
  const { account: inner } = Object(options) as { account?: unknown };
  if (inner !== undefined && inner !== account) {
    source.report(
      'account',
      'stands beside the factory, not in what it makes: forRootAsync({ account, useFactory }), for Nest must know it when modules are defined',
    );
  } else if (inner !== undefined) source.optional('account', (given) => ({ value: given }));
  const problem = account === undefined ? undefined : problemOf(account);
  if (problem !== undefined) source.report('account', problem);
}

function problemOf(account: string): string | undefined {
  const prefix = clashingPrefix(account);
  if (prefix !== undefined) {
    return `cannot be ${account}: variables that begin with ${prefix} belong to the account without a name; choose another name`;
  }
  return EVENT_WORDS.has(account)
    ? `cannot be ${account}: events that begin with payamsms.${account} belong to the account without a name; choose another name`
    : undefined;
}
