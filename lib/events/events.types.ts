import type { InboundSms } from '../api/api.types.js';
import type { DeliveryState } from '../api/delivery-state.js';

/** The events, by the names that `@OnEvent` of `@nestjs/event-emitter` knows them by. */
export const EVENTS = {
  inbound: 'payamsms.inbound',
  inboundFailed: 'payamsms.inbound.failed',
  delivery: 'payamsms.delivery',
  lowBalance: 'payamsms.balance.low',
} as const;

export type EventName = keyof EventPayloads;

/** What the listeners of each event are given. */
export interface EventPayloads {
  'payamsms.inbound': InboundSms;
  'payamsms.inbound.failed': InboundFailure;
  'payamsms.delivery': DeliveryUpdate;
  'payamsms.balance.low': LowBalance;
}

/** A text that was set aside, for its listeners failed too often. */
export interface InboundFailure {
  sms: InboundSms;
  /** What the listeners said last: names and messages, numbers masked. */
  error: string;
  attempts: number;
}

/** A change on a message's way (guide 6.1). */
export interface DeliveryUpdate {
  /** Absent only where a message is followed by its customerId and the service never showed it. */
  serverId?: string;
  /** Absent for a message that was sent without one. */
  customerId?: string;
  /** `other`: the service used a word of its own, or never said a final one. */
  state: DeliveryState;
  /** The service's own word for the state; empty where it said none. */
  providerStatus: string;
  parts: { total: number; delivered: number; undelivered: number; unknown: number };
  /** Nothing more will be told of this message. */
  final: boolean;
  /** When the state was asked for. */
  at: Date;
}

/** The credit has fallen below `balance.lowThreshold`. Both in rials. */
export interface LowBalance {
  balance: number;
  threshold: number;
}
