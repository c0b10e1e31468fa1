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

/** A text that was set aside, for its listeners failed too often, or for it cannot be read. */
export interface InboundFailure {
  /**
   * Of a text that cannot be read what is known of it: an `id` that is made up where it has none
   * that is a number, `receivedAt` as when it was read where its date is none.
   */
  sms: InboundSms;
  /**
   * How the listeners failed last: for each its name, and the class, code and first frame of its
   * error; with `logErrorMessages` the message, numbers masked. Or what about the text cannot be read.
   */
  error: string;
  /** How often the listeners were called with it; 0 for one that cannot be read. */
  attempts: number;
  /** The account's name; absent for the one without a name. */
  account?: string;
}

/** A change on a message's way (guide 6.1). */
export interface DeliveryUpdate {
  /** Absent only where a message is followed by its customerId and the service never showed it. */
  serverId?: string;
  /** Absent for a message that was sent without one. */
  customerId?: string;
  /** `other`: the service never said a final state, or used a word of its own, and the parts leave it open. */
  state: DeliveryState;
  /** The service's own word for the state; empty where it said none. */
  providerStatus: string;
  parts: { total: number; delivered: number; undelivered: number; unknown: number };
  /** The last event of this message. */
  final: boolean;
  /** When the answer with the state came. */
  at: Date;
  /** The account's name; absent for the one without a name. */
  account?: string;
}

/** The credit has fallen below `balance.lowThreshold`. Both in rials. */
export interface LowBalance {
  balance: number;
  threshold: number;
  /** The account's name; absent for the one without a name. */
  account?: string;
}
