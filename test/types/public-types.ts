// Compiled, never run: `npx tsc --noEmit` fails where the public types are not what they should be.
import { expectTypeOf } from 'expect-type';
import type {
  AcceptedSms,
  AccountService,
  AuthService,
  Cancellation,
  DeliveryState,
  InboundSms,
  KnownMessage,
  MessageStatus,
  RejectedSms,
  ReportService,
  ScheduledFilter,
  ScheduledPage,
  ScheduledSms,
  ScheduleService,
  SendCounts,
  SendOptions,
  SendOutcome,
  SendReport,
  SmsMessage,
  SmsService,
  UnknownSms,
  UnsentReason,
  UnsentSms,
} from 'nestjs-payamsms';
import { countParts, normalizeMsisdn, type PayamSmsError } from 'nestjs-payamsms';

/** Several properties as one object type, so that two types can be compared. */
type Flat<T> = { [K in keyof T]: T[K] };

type Messages = Iterable<SmsMessage> | AsyncIterable<SmsMessage>;

expectTypeOf<AuthService['getAccessToken']>().toEqualTypeOf<() => Promise<string>>();
expectTypeOf<AccountService['getBalance']>().toEqualTypeOf<() => Promise<number>>();

expectTypeOf<SmsMessage>().toEqualTypeOf<{
  recipient: string;
  body: string;
  sender?: string;
  customerId?: string;
  sendDate?: Date;
}>();
expectTypeOf<SmsService['send']>().returns.resolves.toEqualTypeOf<AcceptedSms>();
expectTypeOf<SmsService['send']>().parameter(0).toEqualTypeOf<SmsMessage>();
expectTypeOf<SmsService['sendMany']>().parameter(0).toEqualTypeOf<Messages>();
expectTypeOf<SmsService['sendMany']>().parameter(1).toEqualTypeOf<SendOptions | undefined>();
expectTypeOf<SmsService['sendMany']>().returns.resolves.toEqualTypeOf<SendReport>();
expectTypeOf<SmsService['stream']>().parameter(0).toEqualTypeOf<Messages>();
expectTypeOf<SmsService['stream']>().returns.toExtend<AsyncIterable<SendOutcome>>();
// Whatever was received can be answered.
expectTypeOf<InboundSms>().toExtend<Parameters<SmsService['reply']>[0]>();
expectTypeOf<SmsService['reply']>().parameter(1).toEqualTypeOf<string>();
expectTypeOf<SmsService['reply']>().returns.resolves.toEqualTypeOf<AcceptedSms>();

interface Identity {
  index: number;
  customerId: string;
  recipient: string;
  body: string;
  sender: string;
}
expectTypeOf<SendOutcome>().toEqualTypeOf<AcceptedSms | RejectedSms | UnsentSms | UnknownSms>();
expectTypeOf<Flat<AcceptedSms>>().toEqualTypeOf<
  Flat<Identity & { status: 'accepted'; serverId: string; settled?: true; duplicates?: string[] }>
>();
expectTypeOf<Flat<RejectedSms>>().toEqualTypeOf<
  Flat<Identity & { status: 'rejected'; code: string; description: string; local: boolean }>
>();
expectTypeOf<Flat<UnsentSms>>().toEqualTypeOf<
  Flat<Identity & { status: 'unsent'; reason: UnsentReason; cause?: PayamSmsError }>
>();
expectTypeOf<Flat<UnknownSms>>().toEqualTypeOf<
  Flat<Identity & { status: 'unknown'; cause: PayamSmsError }>
>();
expectTypeOf<UnsentReason>().toEqualTypeOf<
  'credit' | 'unreachable' | 'authentication' | 'refused' | 'aborted' | 'shutdown'
>();
expectTypeOf<SendReport>().toEqualTypeOf<{
  accepted: AcceptedSms[];
  rejected: RejectedSms[];
  unsent: UnsentSms[];
  unknown: UnknownSms[];
  stopped?: UnsentReason;
}>();
expectTypeOf<SendCounts>().toEqualTypeOf<Record<SendOutcome['status'], number>>();
expectTypeOf<SendOptions['resume']>().toEqualTypeOf<boolean | undefined>();
expectTypeOf<SmsService['send']>().parameter(1).toEqualTypeOf<
  | {
      signal?: AbortSignal;
      deadlineMs?: number;
      resume?: boolean;
      guarantee?: 'once' | 'at-least-once';
    }
  | undefined
>();
expectTypeOf<SendOptions['guarantee']>().toEqualTypeOf<'once' | 'at-least-once' | undefined>();
expectTypeOf<SendOptions['signal']>().toEqualTypeOf<AbortSignal | undefined>();
expectTypeOf<NonNullable<SendOptions['onProgress']>>().toEqualTypeOf<
  (counts: SendCounts) => void
>();

expectTypeOf<ReportService['getStatuses']>().parameter(0).toEqualTypeOf<Iterable<string>>();
expectTypeOf<ReportService['getStatuses']>()
  .parameter(1)
  .toEqualTypeOf<{ by?: 'serverId' | 'customerId' } | undefined>();
expectTypeOf<ReportService['getStatuses']>().returns.resolves.toEqualTypeOf<MessageStatus[]>();
// The destructive read has a name of its own: this one cannot be called without an id.
expectTypeOf<ReportService['getInbox']>().parameters.toEqualTypeOf<
  [number: string, options: { afterId: string }]
>();
expectTypeOf<ReportService['getInbox']>().returns.resolves.toEqualTypeOf<InboundSms[]>();
expectTypeOf<ReportService['takeUnread']>().toEqualTypeOf<
  (number: string) => Promise<InboundSms[]>
>();
expectTypeOf<Flat<KnownMessage>>().toEqualTypeOf<{
  id: string;
  found: true;
  serverId: string;
  customerId?: string;
  state: DeliveryState;
  providerStatus: string;
  parts: { total: number; delivered: number; undelivered: number; unknown: number };
}>();
expectTypeOf<Extract<MessageStatus, { found: false }>>().toEqualTypeOf<{
  id: string;
  found: false;
}>();
expectTypeOf<DeliveryState>().toEqualTypeOf<
  'delivered' | 'failed' | 'pending' | 'queued' | 'other'
>();
expectTypeOf<InboundSms>().toEqualTypeOf<{
  id: string;
  from: string;
  to: string;
  body: string;
  receivedAt: Date;
  account?: string;
}>();

expectTypeOf<ScheduleService['list']>().parameter(0).toEqualTypeOf<ScheduledFilter>();
expectTypeOf<ScheduleService['list']>()
  .parameter(1)
  .toEqualTypeOf<{ page?: number; size?: number } | undefined>();
expectTypeOf<ScheduleService['list']>().returns.resolves.toEqualTypeOf<ScheduledPage>();
expectTypeOf<ScheduleService['iterate']>().parameters.toEqualTypeOf<[filter: ScheduledFilter]>();
expectTypeOf<ScheduleService['iterate']>().returns.toExtend<AsyncIterable<ScheduledSms>>();
expectTypeOf<ScheduleService['cancel']>().toEqualTypeOf<
  (serverId: string, reason?: string) => Promise<Cancellation>
>();
expectTypeOf<ScheduledSms>().toEqualTypeOf<{
  serverId: string;
  customerId?: string;
  recipient: string;
  body: string;
  sendDate: Date;
  price: number;
  parts: number;
}>();
expectTypeOf<ScheduledPage>().toEqualTypeOf<{
  items: ScheduledSms[];
  page: number;
  totalPages: number;
  totalItems: number;
}>();
expectTypeOf<Cancellation>().toEqualTypeOf<{
  serverId: string;
  recipient: string;
  cancelled: boolean;
}>();
expectTypeOf<{ serverId: string }>().toExtend<ScheduledFilter>();
expectTypeOf<{ customerId: string }>().toExtend<ScheduledFilter>();
expectTypeOf<{ from: Date }>().toExtend<ScheduledFilter>();
expectTypeOf<{ to: Date; serverId: string }>().toExtend<ScheduledFilter>();
// eslint-disable-next-line typescript/no-empty-object-type
expectTypeOf<{}>().not.toExtend<ScheduledFilter>();
expectTypeOf<{ page: number }>().not.toExtend<ScheduledFilter>();

expectTypeOf(normalizeMsisdn).toEqualTypeOf<(number: string) => string>();
expectTypeOf(countParts).toEqualTypeOf<(body: string) => number>();
