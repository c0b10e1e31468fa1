import { registerAs } from '@nestjs/config';
import type { PayamSmsModuleOptions } from './payamsms.options.js';
import { optionsFromEnvironment } from './settings/variables.js';

/**
 * The `payamsms` namespace of `@nestjs/config`: the module's options, read from the `PAYAMSMS_*`
 * variables. What is missing or wrong among them is told when the module starts.
 */
export const payamSmsConfig = registerAs(
  'payamsms',
  () => optionsFromEnvironment(process.env) as unknown as PayamSmsModuleOptions,
);
