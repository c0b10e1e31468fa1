import { PayamSmsConfigurationError } from '../errors/configuration.error.js';
import { variableOf } from './variables.js';

/** Thrown by a running app too, when it asks for something that its option has not turned on. */
export function offError(
  option: string,
  what: string,
  account?: string,
): PayamSmsConfigurationError {
  const problem = `is not set, so ${what} is off`;
  return new PayamSmsConfigurationError([
    { option, variable: variableOf(option, account), problem },
  ]);
}
