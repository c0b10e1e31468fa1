export { PayamSmsModule } from './payamsms.module.js';
export { payamSmsConfig, payamSmsConfigOf } from './payamsms.config.js';
export { getPayamSmsToken, InjectPayamSms } from './payamsms.tokens.js';
export type {
  BalanceWatchOptions,
  DeliveryTrackingOptions,
  InboxPollingOptions,
  InboxStart,
  Wait,
} from './payamsms.background-options.js';
export type {
  HttpOptions,
  LoginEncoding,
  PayamSmsModuleAsyncOptions,
  PayamSmsModuleOptions,
  PayamSmsOptionsFactory,
  RetryOptions,
} from './payamsms.options.js';

export { AuthService } from './auth/auth.service.js';
export { AccountService } from './account/account.service.js';
export { SmsService } from './sms/sms.service.js';
export { ReportService } from './report/report.service.js';
export { InboxService } from './inbox/inbox.service.js';
export { ScheduleService } from './schedule/schedule.service.js';
export { DeliveryService } from './delivery/delivery.service.js';

export type {
  AcceptedSms,
  Conversation,
  RejectedSms,
  SendCounts,
  SendGuarantee,
  SendOneOptions,
  SendOptions,
  SendOutcome,
  SendReport,
  SmsMessage,
  UnknownSms,
  UnsentSms,
} from './sms/sms.types.js';
export type { DeliveryState } from './api/delivery-state.js';
export type {
  InboxOptions,
  KnownMessage,
  MessageStatus,
  StatusOptions,
  UnknownMessage,
} from './report/report.types.js';
export type { RequestEvent } from './http/request-channel.js';
export type { SendEvent } from './sms/send-log.js';
export type { PageOptions } from './schedule/schedule.types.js';
export type {
  Cancellation,
  InboundSms,
  ScheduledFilter,
  ScheduledPage,
  ScheduledSms,
} from './api/api.types.js';
export type { AccountStore, PayamSmsStore, Survives } from './store/store.js';
export type { InboxLeaseName, Lease, LeaseName } from './store/lease.js';
export type { DeadLetter, InboxPosition, InboxStore } from './store/inbox-store.js';
export type {
  DeliveryStore,
  DuePlace,
  Followed,
  FollowedChange,
  FollowedKey,
  NewFollowed,
} from './store/delivery-store.js';
export type { BalanceStore } from './store/balance-store.js';

export {
  type ListenerOptions,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
} from './events/decorators.js';
export type { DeliveryUpdate, InboundFailure, LowBalance } from './events/events.types.js';

export { normalizeMsisdn } from './msisdn/normalize-msisdn.js';
export { countParts } from './sms/parts.js';

export { PayamSmsError } from './errors/payamsms.error.js';
export { PayamSmsApiError } from './errors/api.error.js';
export { PayamSmsAuthenticationError } from './errors/authentication.error.js';
export {
  type ConfigurationProblem,
  PayamSmsConfigurationError,
} from './errors/configuration.error.js';
export { type LocalCode, PayamSmsRejectedError } from './errors/rejected.error.js';
export { PayamSmsStoreError, type StoreFailure } from './errors/store.error.js';
export { PayamSmsTransportError } from './errors/transport.error.js';
export { PayamSmsUnexpectedAnswerError } from './errors/unexpected-answer.error.js';
export { PayamSmsUnknownOutcomeError } from './errors/unknown-outcome.error.js';
export { PayamSmsUnsentError, type UnsentReason } from './errors/unsent.error.js';
export type { Operation } from './provider/operation.js';
export {
  type Blame,
  type Fault,
  PROVIDER_CODES,
  type ProviderCode,
  type ProviderCodeInfo,
} from './provider/provider-codes.js';
