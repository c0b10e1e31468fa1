import type { SimulatorSettings } from './options.js';

/** Any number of the account would do; this one is pasted into .env files. */
const SENDER = '982000123';

/** What an app needs to log in, as the module's variables. Its base URL is wherever it reaches the simulator. */
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
