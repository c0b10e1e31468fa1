// The shapes of lib/simulator/control/simulator.openapi.yaml, as far as the page uses them.
import type {
  FaultKind,
  FaultTarget as FaultEndpoint,
} from '../../../lib/simulator/faults/kinds.js';
import type { Operation } from '../../../lib/simulator/wire/operation.js';

export {
  FAULT_BOUNDS,
  FAULT_KINDS,
  FAULT_TARGETS as FAULT_ENDPOINTS,
  MAX_HEADER_CHARACTERS,
  rowOf,
  takes,
} from '../../../lib/simulator/faults/kinds.js';
export type { FaultKindName } from '../../../lib/simulator/faults/kinds.js';
export type { FaultEndpoint, FaultKind, Operation };

export const DELIVERY_STATES = [
  'queued',
  'pending',
  'delivered',
  'failed',
  'scheduled',
  'cancelled',
  'other',
] as const;

export type DeliveryState = (typeof DELIVERY_STATES)[number];

export type Encoding = 'GSM-7' | 'UCS-2';

export interface WireMessage {
  readonly serverId: string;
  readonly customerId: string | null;
  readonly sender: string;
  readonly recipient: string;
  readonly body: string;
  readonly encoding: Encoding;
  readonly parts: number;
  readonly price: number;
  readonly acceptedAt: string;
  readonly sendDate: string | null;
  readonly status: string;
  readonly state: DeliveryState;
}

export interface WireInboundText {
  readonly id: string;
  readonly from: string;
  readonly number: string;
  readonly to: string;
  readonly body: string;
  readonly encoding: Encoding;
  readonly parts: number;
  readonly receivedAt: string;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** The `before` of the next page; null on the last one. */
  readonly next: string | null;
}

export interface Counts {
  readonly kept: number;
  readonly pruned: number;
}

export interface WireClock {
  readonly now: string;
  readonly advancedMs: number;
}

export interface Overview {
  readonly instance: string;
  readonly version: string;
  readonly clock: WireClock;
  readonly credit: number;
  /** The variables of an app, without its base URL. */
  readonly environment: Readonly<Record<string, string>>;
  readonly lines: readonly string[] | null;
  readonly senders: readonly string[];
  readonly maxMessages: number | null;
  readonly counts: Counts;
}

export interface NewFault {
  readonly endpoint: FaultEndpoint;
  readonly kind: FaultKind;
  readonly times?: number;
  readonly probability?: number;
  readonly delayMs?: number;
  readonly retryAfter?: number | string;
  readonly location?: string;
  readonly accepted?: boolean;
}

export interface Fault extends NewFault {
  readonly id: string;
  readonly fired: number;
}

export interface FiredFault {
  readonly at: string;
  readonly faultId: string;
  readonly endpoint: FaultEndpoint;
  readonly kind: FaultKind;
  readonly operation: Operation;
  readonly requestId: string;
}

export interface RequestSummary {
  readonly id: string;
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation | null;
  readonly status: number | null;
  readonly outcome: 'open' | 'answered' | 'cut' | 'dropped';
  readonly fault: FaultKind | null;
  readonly durationMs: number | null;
  readonly requestBytes: number;
  readonly answerBytes: number | null;
}

export type Headers = Readonly<Record<string, string | readonly string[]>>;

export interface Exchange {
  readonly summary: RequestSummary;
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers: Headers;
    readonly body: string | null;
  };
  readonly answer: {
    readonly status: number;
    readonly headers: Headers;
    readonly body: string | null;
  } | null;
}

/** The data of each event of the stream, by its name. */
export interface Events {
  readonly hello: { readonly instance: string; readonly resumed: boolean };
  readonly 'message.accepted': { readonly message: WireMessage; readonly counts: Counts };
  readonly 'message.changed': { readonly message: WireMessage; readonly counts: Counts };
  readonly 'inbound.received': { readonly text: WireInboundText };
  readonly 'fault.fired': { readonly fired: FiredFault };
  readonly 'request.logged': { readonly request: RequestSummary };
  readonly 'clock.changed': WireClock;
  readonly 'credit.changed': { readonly credit: number };
  readonly 'faults.changed': { readonly items: readonly Fault[] };
  readonly cleared: { readonly what: 'messages' | 'inbox' | 'conversations' | 'requests' };
  readonly reset: { readonly reason: 'reset' | 'import' };
}

export type SimulatorEvent = {
  [Name in keyof Events]: { readonly name: Name; readonly data: Events[Name] };
}[keyof Events];
