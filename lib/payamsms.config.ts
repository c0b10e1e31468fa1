import { registerAs } from '@nestjs/config';
import type { PayamSmsModuleOptions } from './payamsms.options.js';
import { optionsFromEnvironment } from './settings/variables.js';

/**
 * The `payamsms` namespace of `@nestjs/config`: the module's options, read from the `PAYAMSMS_*`
 * variables. The error at the module's start lists what is missing or wrong.
 */
export const payamSmsConfig = registerAs('payamsms', () => optionsOf());

/** As {@link payamSmsConfig}, from the variables of an account, in a namespace of its own, `payamsms-marketing`. */
export const configOfAccount = (account: string): typeof payamSmsConfig =>
  registerAs(`payamsms-${account}`, () => optionsOf(account));

const optionsOf = (account?: string): PayamSmsModuleOptions =>
  optionsFromEnvironment(process.env, account) as unknown as PayamSmsModuleOptions;
