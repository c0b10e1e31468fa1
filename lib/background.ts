// What polls by itself: a quarter of the package, loaded by apps that turn some of it on.
export { BalancePolling } from './balance/balance-polling.js';
export { DeliveryPolling } from './delivery/delivery-polling.js';
export { InboxPolling } from './inbox/inbox-polling.js';
export { declareJob } from './polling/cron-job.js';
