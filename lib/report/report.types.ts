import type { DeliveryState } from '../api/delivery-state.js';

/** What the service knows of an id (guide 6.1). */
export type MessageStatus = UnknownMessage | KnownMessage;

export interface UnknownMessage {
  /** The id that was asked for. */
  id: string;
  found: false;
}

export interface KnownMessage {
  /** The id that was asked for. */
  id: string;
  found: true;
  serverId: string;
  /** Absent for a message that was sent without one. */
  customerId?: string;
  state: DeliveryState;
  /** The service's own word for the state. */
  providerStatus: string;
  parts: { total: number; delivered: number; undelivered: number; unknown: number };
}

/** Which of a message's two ids to ask by. */
export interface StatusOptions {
  by?: 'serverId' | 'customerId';
}

export interface InboxOptions {
  /** Only texts with a greater id; `'0'` for all that the service has kept. */
  afterId: string;
}
