import { registerAs } from '@nestjs/config';
import type { PayamSmsModuleOptions } from './payamsms.options.js';
import { isAccountName } from './settings/account-names.js';
import { optionsFromEnvironment } from './settings/variables.js';

/**
 * The `payamsms` namespace of `@nestjs/config`: the module's options, read from the `PAYAMSMS_*`
 * variables. The error at the module's start lists what is missing or wrong.
 */
export const payamSmsConfig = registerAs('payamsms', () => optionsOf());

/**
 * As {@link payamSmsConfig}, for an account: from its variables, `PAYAMSMS_MARKETING_*`, in a namespace
 * of its own, `payamsms-marketing`. For a factory that adds to them what no variable sets, such as a
 * store that accounts share.
 *
 * @param account as in `PayamSmsModule.forRoot({ account })`; left out: {@link payamSmsConfig} itself
 */
export const payamSmsConfigOf = (account?: string): typeof payamSmsConfig =>
  account === undefined
    ? payamSmsConfig
    : registerAs(`payamsms-${account}`, () => optionsOf(account));

/** What is no account's name has no variables; the module's start says what a name is. */
const optionsOf = (account?: string) =>
  (account === undefined || isAccountName(account)
    ? optionsFromEnvironment(process.env, account)
    : {}) as unknown as PayamSmsModuleOptions;
