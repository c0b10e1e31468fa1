import type { StatusRow } from '../api/api.types.js';
import { toDeliveryState } from '../api/delivery-state.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { KnownMessage, MessageStatus } from './report.types.js';

/** What the rows found for an id say, each by itself; an id without rows is not found. */
export function toMessageStatuses(
  id: string,
  rows: readonly StatusRow[],
  kind: 'serverId' | 'customerId',
): (MessageStatus | PayamSmsUnexpectedAnswerError)[] {
  if (rows.length === 0) return [{ id, found: false }];
  return rows.map((row) => toKnownMessage(id, row, kind));
}

function toKnownMessage(
  id: string,
  { customerId, serverId, providerStatus, parts }: StatusRow,
  kind: 'serverId' | 'customerId',
): KnownMessage | PayamSmsUnexpectedAnswerError {
  const knownServerId = serverId ?? (kind === 'serverId' ? id : undefined);
  if (knownServerId === undefined) {
    return new PayamSmsUnexpectedAnswerError('getStatus', 'serverId', 'expected an id, got none');
  }
  return {
    id,
    found: true,
    serverId: knownServerId,
    ...(customerId !== undefined && { customerId }),
    state: toDeliveryState(providerStatus, parts),
    providerStatus,
    parts,
  };
}
