import { jobProvider } from '../polling/cron-job.js';

export const BALANCE_JOB = Symbol('PAYAMSMS_BALANCE_JOB');

export const balanceJob = jobProvider(
  BALANCE_JOB,
  'payamsms:balance',
  ({ balance }) => balance && { cron: balance.cron, option: 'balance.lowThreshold' },
);
