import type { Served } from '../serve.js';
import type { Simulation } from '../simulation.js';

/** Any number of the account would do; this one is pasted into .env files. */
const SENDER = '982000123';

/** Where it is, where its page is, and the lines to paste into .env. */
export function greeting({ settings }: Simulation, { url, token }: Served): string {
  const { credentials } = settings;
  const variables = {
    PAYAMSMS_BASE_URL: url,
    PAYAMSMS_CLIENT_ID: credentials.clientId,
    PAYAMSMS_CLIENT_SECRET: credentials.clientSecret,
    PAYAMSMS_SYSTEM_NAME: credentials.systemName,
    PAYAMSMS_USERNAME: credentials.username,
    PAYAMSMS_PASSWORD: credentials.password,
    PAYAMSMS_SENDER: SENDER,
  };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // In the fragment, which no server and no log gets to see.
  const fragment = token === undefined ? '' : `#token=${encodeURIComponent(token)}`;
  return [
    `PayamSMS simulator listening on ${url}`,
    `Its page: ${url}/${fragment}`,
    `Its REST interface: ${url}/_simulator/docs`,
    ...(token === undefined ? [] : [`Its token: ${token}`]),
    '',
    ...lines,
    '',
  ].join('\n');
}
