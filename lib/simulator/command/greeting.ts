import { loginVariables } from '../environment.js';
import type { Served } from '../serve.js';
import type { Simulation } from '../simulation.js';

/** The addresses of the service and of its page, and the lines to paste into .env. */
export function greeting({ settings }: Simulation, { url, token }: Served): string {
  const variables = { PAYAMSMS_BASE_URL: url, ...loginVariables(settings) };
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // In the fragment, which browsers do not send: no server and no log sees it.
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
