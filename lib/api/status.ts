import type { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { apiErrorOf, logicalErrorOf, readAnswer } from './answer.js';
import type { StatusAnswer, StatusRow, UnreadableStatus } from './api.types.js';
import { idOf, isRecord, type JsonRecord, listOf, numberOf, textOf, typeName } from './shape.js';

/** Rows of ids the service does not know are missing, or carry one of these (READING 13). */
export const UNKNOWN_ID_CODES: ReadonlySet<string> = new Set(['E8', 'E305']);

/**
 * The rows (guide 6.1). One that cannot be read is listed by itself: it proves nothing about the others, and
 * no absence either.
 *
 * @throws {PayamSmsApiError} also when unknown ids made the service refuse the whole call
 */
export function decodeStatusAnswer(answer: HttpAnswer): StatusAnswer {
  const value = readAnswer(answer);
  const refusal = logicalErrorOf(value);
  if (refusal) throw apiErrorOf(answer, refusal);
  const entries = listOf(value, 'serverId', 'customerId');
  if (!entries) throw unexpected('body', `expected a list, got ${typeName(value)}`);
  const [first, ...others] = entries.map(otherRefusalOf);
  // Refused one by one, all are refused.
  if (first && others.every(Boolean)) throw apiErrorOf(answer, first);
  const rows: StatusRow[] = [];
  const unreadable: UnreadableStatus[] = [];
  entries.forEach((entry, index) => {
    const row = decodeEntry(entry, index, answer);
    if (row && 'error' in row) unreadable.push(row);
    else if (row) rows.push(row);
  });
  return { rows, unreadable };
}

/** `undefined` for a row by which the service names an id that it does not know. */
function decodeEntry(
  value: unknown,
  index: number,
  answer: HttpAnswer,
): StatusRow | UnreadableStatus | undefined {
  if (!isRecord(value)) {
    return { error: unexpected(`[${index}]`, `expected an object, got ${typeName(value)}`) };
  }
  if (UNKNOWN_ID_CODES.has(logicalErrorOf(value)?.code ?? '')) return undefined;
  const ids = idsOf(value);
  const refusal = otherRefusalOf(value);
  if (refusal) return { ...ids, error: apiErrorOf(answer, refusal) };
  const providerStatus = textOf(value.status) ?? '';
  if (Object.keys(ids).length === 0 && providerStatus === '') {
    return { error: unexpected(`[${index}]`, 'expected an id or a state, got neither') };
  }
  const parts = {
    total: numberOf(value.totalParts) ?? 0,
    delivered: numberOf(value.totalDeliveredParts) ?? 0,
    undelivered: numberOf(value.totalUnDeliveredParts) ?? 0,
    unknown: numberOf(value.totalUnKnownParts) ?? 0,
  };
  return { providerStatus, parts, ...ids };
}

function idsOf({ customerId, serverId }: JsonRecord): Pick<StatusRow, 'customerId' | 'serverId'> {
  const ids: Pick<StatusRow, 'customerId' | 'serverId'> = {};
  const ownId = idOf(customerId);
  if (ownId !== undefined) ids.customerId = ownId;
  const itsId = idOf(serverId);
  if (itsId !== undefined) ids.serverId = itsId;
  return ids;
}

/** A refusal that does not say whether the id is known. Beside a serverId it is none: the message is known. */
function otherRefusalOf(value: unknown) {
  const refusal = logicalErrorOf(value);
  if (!refusal || UNKNOWN_ID_CODES.has(refusal.code)) return undefined;
  return isRecord(value) && idOf(value.serverId) !== undefined ? undefined : refusal;
}

const unexpected = (where: string, what: string): PayamSmsError =>
  new PayamSmsUnexpectedAnswerError('getStatus', where, what);
