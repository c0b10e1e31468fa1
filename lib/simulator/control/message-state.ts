import type { AcceptedMessage } from '../state/message.js';

export const MESSAGE_STATES = [
  'scheduled',
  'cancelled',
  'queued',
  'pending',
  'delivered',
  'failed',
  'other',
] as const;

export type MessageState = (typeof MESSAGE_STATES)[number];

const BY_STATUS: ReadonlyMap<string, MessageState> = new Map([
  ['Pending In Queue', 'queued'],
  ['Pending', 'pending'],
  ['Send Successfully', 'delivered'],
  ['Failed', 'failed'],
]);

export function stateOf(message: AcceptedMessage, nowMs: number): MessageState {
  if (message.decidedStatus === undefined) {
    if (message.cancelled) return 'cancelled';
    if (message.isWaiting(nowMs)) return 'scheduled';
  }
  return BY_STATUS.get(message.status) ?? 'other';
}

/** Whether the clock no longer changes it. */
export function isFinal(state: MessageState): boolean {
  return state !== 'scheduled' && state !== 'queued' && state !== 'pending';
}
