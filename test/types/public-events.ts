// Compiled, never run, as public-types.ts: the events, their decorators, and the inbox.
import { expectTypeOf } from 'expect-type';
import {
  type DeliveryState,
  type DeliveryUpdate,
  type InboundFailure,
  type InboundSms,
  type InboxService,
  type LowBalance,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
} from 'nestjs-payamsms';

expectTypeOf<InboxService['poll']>().toEqualTypeOf<(number?: string) => Promise<number>>();
expectTypeOf<InboxService['failed']>().toEqualTypeOf<() => Promise<InboundFailure[]>>();
expectTypeOf<InboxService['retryFailed']>().toEqualTypeOf<(id: string) => Promise<void>>();
expectTypeOf<InboxService['forget']>().toEqualTypeOf<(id: string) => Promise<boolean>>();
expectTypeOf<InboundFailure>().toEqualTypeOf<{
  sms: InboundSms;
  error: string;
  attempts: number;
  account?: string;
}>();
expectTypeOf<DeliveryUpdate>().toEqualTypeOf<{
  serverId?: string;
  customerId?: string;
  state: DeliveryState;
  providerStatus: string;
  parts: { total: number; delivered: number; undelivered: number; unknown: number };
  final: boolean;
  at: Date;
  account?: string;
}>();
expectTypeOf<LowBalance>().toEqualTypeOf<{
  balance: number;
  threshold: number;
  account?: string;
}>();

/** A handler takes its event's payload, or nothing. */
export class Handlers {
  @OnInboundSms()
  async text(_sms: InboundSms): Promise<void> {}

  @OnInboundSms()
  @OnDelivery()
  anything(): void {}

  @OnInboundFailed()
  failed(_failure: InboundFailure): void {}

  @OnDelivery()
  delivery(_update: DeliveryUpdate): void {}

  @OnLowBalance()
  balance(_low: LowBalance): void {}

  // @ts-expect-error a text is no delivery
  @OnDelivery()
  wrong(_sms: InboundSms): void {}

  // @ts-expect-error an id is no text
  @OnInboundSms()
  id(_id: string): void {}
}
