import type { PayamSmsModuleOptions } from '../../lib/payamsms.options.js';
import { resolveSettings, type Settings } from '../../lib/settings/settings.js';

/** The least that the module starts with. Each secret is marked, so that it can be searched for. */
export const REQUIRED = {
  clientId: 'client-id',
  clientSecret: 'hush-client',
  systemName: 'organisation',
  username: 'user',
  password: 'hush-password',
} as const satisfies PayamSmsModuleOptions;

export const SENDER = '982000123';

export function someSettings(
  options: Partial<PayamSmsModuleOptions> = {},
  account?: string,
): Settings {
  return resolveSettings({ ...REQUIRED, sender: SENDER, ...options }, account);
}
