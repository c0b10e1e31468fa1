import type { SimulatorSettings } from './options.js';

/** By default every number of the right form is the account's; this one is for .env files. */
const SENDER = '982000123';

/** The variables that an app needs to log in. The base URL is not among them: it depends on where the app runs. */
export function loginVariables({ credentials }: Pick<SimulatorSettings, 'credentials'>) {
  return {
    PAYAMSMS_CLIENT_ID: credentials.clientId,
    PAYAMSMS_CLIENT_SECRET: credentials.clientSecret,
    PAYAMSMS_SYSTEM_NAME: credentials.systemName,
    PAYAMSMS_USERNAME: credentials.username,
    PAYAMSMS_PASSWORD: credentials.password,
    PAYAMSMS_SENDER: SENDER,
  };
}
