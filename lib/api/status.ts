import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { apiErrorOf, logicalErrorOf, readAnswer } from './answer.js';
import type { StatusRow } from './api.types.js';
import { idOf, isRecord, numberOf, textOf, typeName } from './shape.js';

/** Rows of ids the service does not know are missing, or carry one of these (READING 13). */
export const UNKNOWN_ID_CODES: ReadonlySet<string> = new Set(['E8', 'E305']);

/** @throws {PayamSmsApiError} also when unknown ids made the service refuse the whole call */
export function decodeStatusRows(answer: HttpAnswer): StatusRow[] {
  const value = readAnswer(answer);
  const refusal = logicalErrorOf(value);
  if (refusal) throw apiErrorOf(answer, refusal);
  if (!Array.isArray(value)) {
    throw new PayamSmsUnexpectedAnswerError(
      'getStatus',
      'body',
      `expected a list, got ${typeName(value)}`,
    );
  }
  return value.flatMap((row: unknown) => decodeRow(row, answer));
}

function decodeRow(value: unknown, answer: HttpAnswer): StatusRow[] {
  if (!isRecord(value)) return [];
  const refusal = logicalErrorOf(value);
  // Such a row may echo the id that was asked for.
  if (refusal && UNKNOWN_ID_CODES.has(refusal.code)) return [];
  // Beside any other code a serverId means that the message is there.
  if (refusal && idOf(value.serverId) === undefined) throw apiErrorOf(answer, refusal);
  const customerId = idOf(value.customerId);
  const serverId = idOf(value.serverId);
  const status = textOf(value.status);
  // It says nothing of anybody.
  if (customerId === undefined && serverId === undefined && !status) return [];
  return [
    {
      ...(customerId !== undefined && { customerId }),
      ...(serverId !== undefined && { serverId }),
      providerStatus: status ?? '',
      parts: {
        total: numberOf(value.totalParts) ?? 0,
        delivered: numberOf(value.totalDeliveredParts) ?? 0,
        undelivered: numberOf(value.totalUnDeliveredParts) ?? 0,
        unknown: numberOf(value.totalUnKnownParts) ?? 0,
      },
    },
  ];
}
