import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { logicalErrorOf, readAnswer } from './answer.js';
import type { SendAnswer, SendEntry } from './api.types.js';
import { idOf, isRecord, typeName } from './shape.js';

/** A list of entries, or one refusal for the whole call (guide 5, READING 9 to 11). */
export function decodeSendAnswer(answer: HttpAnswer): SendAnswer {
  const { operation, status } = answer;
  const value = readAnswer(answer);
  if (Array.isArray(value)) return { operation, status, entries: value.flatMap(decodeEntry) };
  const refusal = logicalErrorOf(value);
  if (refusal) return { operation, status, ...refusal };
  throw new PayamSmsUnexpectedAnswerError(
    operation,
    'body',
    `expected a list, got ${typeName(value)}`,
  );
}

/** An entry that says neither yes nor no is left out: its message stays open, the others stand. */
function decodeEntry(value: unknown): SendEntry[] {
  if (!isRecord(value)) return [];
  const customerId = idOf(value.customerId);
  const mobile = idOf(value.mobile);
  const serverId = idOf(value.serverId);
  // A serverId means accepted, whatever else stands beside it (guide 5, notes); 0 is none.
  if (serverId !== undefined && serverId !== '0') return [{ customerId, mobile, serverId }];
  const refusal = logicalErrorOf(value);
  return refusal ? [{ customerId, mobile, ...refusal }] : [];
}
