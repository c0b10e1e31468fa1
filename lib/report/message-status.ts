import type { StatusRow } from '../api/api.types.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { DeliveryState, KnownMessage, MessageStatus } from './report.types.js';

/** The guide's four words (6.1), in lower case. */
const STATES = new Map<string, DeliveryState>([
  ['send successfully', 'delivered'],
  ['failed', 'failed'],
  ['pending', 'pending'],
  ['pending in queue', 'queued'],
]);

/** What the rows found for an id say; an id without rows is not found. */
export function toMessageStatuses(
  id: string,
  rows: readonly StatusRow[],
  kind: 'serverId' | 'customerId',
): MessageStatus[] {
  if (rows.length === 0) return [{ id, found: false }];
  return rows.map((row) => toKnownMessage(id, row, kind));
}

function toKnownMessage(
  id: string,
  { customerId, serverId, providerStatus, parts }: StatusRow,
  kind: 'serverId' | 'customerId',
): KnownMessage {
  const knownServerId = serverId ?? (kind === 'serverId' ? id : undefined);
  if (knownServerId === undefined) {
    throw new PayamSmsUnexpectedAnswerError('getStatus', 'serverId', 'expected an id, got none');
  }
  return {
    id,
    found: true,
    serverId: knownServerId,
    ...(customerId !== undefined && { customerId }),
    state: toDeliveryState(providerStatus),
    providerStatus,
    parts,
  };
}

/** A word that the guide does not list is kept by the caller, and is no error (READING 14). */
export function toDeliveryState(providerStatus: string): DeliveryState {
  return STATES.get(providerStatus.trim().toLowerCase()) ?? 'other';
}
