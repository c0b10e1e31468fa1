import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { apiErrorOf, logicalErrorOf, readAnswer } from './answer.js';
import type { StatusRow } from './api.types.js';
import { idOf, isRecord, type JsonRecord, listOf, numberOf, textOf, typeName } from './shape.js';

/** Rows of ids the service does not know are missing, or carry one of these (READING 13). */
export const UNKNOWN_ID_CODES: ReadonlySet<string> = new Set(['E8', 'E305']);

/** @throws {PayamSmsApiError} also when unknown ids made the service refuse the whole call */
export function decodeStatusRows(answer: HttpAnswer): StatusRow[] {
  const value = readAnswer(answer);
  const refusal = logicalErrorOf(value);
  if (refusal) throw apiErrorOf(answer, refusal);
  const entries = listOf(value, 'serverId', 'customerId');
  if (!entries) {
    throw new PayamSmsUnexpectedAnswerError(
      'getStatus',
      'body',
      `expected a list, got ${typeName(value)}`,
    );
  }
  const rows: StatusRow[] = [];
  for (const entry of entries) {
    const row = isRecord(entry) ? decodeRow(entry, answer) : undefined;
    if (row) rows.push(row);
  }
  return rows;
}

/** `undefined` for a row that says nothing of anybody. */
function decodeRow(value: JsonRecord, answer: HttpAnswer): StatusRow | undefined {
  const customerId = idOf(value.customerId);
  const serverId = idOf(value.serverId);
  const refusal = logicalErrorOf(value);
  if (refusal) {
    // Such a row may echo the id that was asked for.
    if (UNKNOWN_ID_CODES.has(refusal.code)) return undefined;
    // Beside any other code a serverId means that the message is there.
    if (serverId === undefined) throw apiErrorOf(answer, refusal);
  }
  const providerStatus = textOf(value.status) ?? '';
  if (customerId === undefined && serverId === undefined && providerStatus === '') return undefined;
  const row: StatusRow = {
    providerStatus,
    parts: {
      total: numberOf(value.totalParts) ?? 0,
      delivered: numberOf(value.totalDeliveredParts) ?? 0,
      undelivered: numberOf(value.totalUnDeliveredParts) ?? 0,
      unknown: numberOf(value.totalUnKnownParts) ?? 0,
    },
  };
  if (customerId !== undefined) row.customerId = customerId;
  if (serverId !== undefined) row.serverId = serverId;
  return row;
}
