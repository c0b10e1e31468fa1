import { jobProvider } from '../polling/cron-job.js';

export const DELIVERY_JOB = Symbol('PAYAMSMS_DELIVERY_JOB');

export const deliveryJob = jobProvider(
  DELIVERY_JOB,
  'payamsms:delivery',
  ({ delivery }) => delivery && { cron: delivery.cron, option: 'delivery' },
);
