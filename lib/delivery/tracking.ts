import { PayamSmsConfigurationError } from '../errors/configuration.error.js';
import { jobProvider } from '../polling/cron-job.js';
import type { Settings } from '../settings/settings.js';
import { variableOf } from '../settings/variables.js';

/** The option that turns tracking on. */
export const OPTION = 'delivery';

export const DELIVERY_JOB = Symbol('PAYAMSMS_DELIVERY_JOB');

/** The cron job of delivery tracking, where it is on. */
export const deliveryJob = jobProvider(
  DELIVERY_JOB,
  'payamsms:delivery',
  ({ delivery }) => delivery && { cron: delivery.cron, option: OPTION },
);

/** @throws {PayamSmsConfigurationError} where tracking is off */
export function requiredTracking({ delivery }: Settings): NonNullable<Settings['delivery']> {
  if (delivery) return delivery;
  const problem = 'is not set, so delivery tracking is off';
  throw new PayamSmsConfigurationError([{ option: OPTION, variable: variableOf(OPTION), problem }]);
}
