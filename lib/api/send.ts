import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { logicalErrorOf, readAnswer } from './answer.js';
import type { SendAnswer, SendEntry } from './api.types.js';
import { idOf, isRecord, type JsonRecord, typeName } from './shape.js';

/** A list of entries, or one refusal for the whole call (guide 5, READING 9 to 11). */
export function decodeSendAnswer(answer: HttpAnswer): SendAnswer {
  const { operation, status } = answer;
  const value = readAnswer(answer);
  if (Array.isArray(value)) return { operation, status, ...decodeEntries(value) };
  const refusal = logicalErrorOf(value);
  if (refusal) return { operation, status, ...refusal };
  throw new PayamSmsUnexpectedAnswerError(
    operation,
    'body',
    `expected a list, got ${typeName(value)}`,
  );
}

/** An entry that says neither yes nor no is counted: its message stays open, the others stand. */
function decodeEntries(
  values: readonly unknown[],
): Pick<Extract<SendAnswer, { entries: unknown }>, 'entries' | 'unreadable'> {
  const entries: SendEntry[] = [];
  for (const value of values) {
    const entry = isRecord(value) ? decodeEntry(value) : undefined;
    if (entry) entries.push(entry);
  }
  const unreadable = values.length - entries.length;
  return unreadable === 0 ? { entries } : { entries, unreadable };
}

function decodeEntry(value: JsonRecord): SendEntry | undefined {
  const customerId = idOf(value.customerId);
  const mobile = idOf(value.mobile);
  const serverId = idOf(value.serverId);
  // A serverId means accepted, whatever else stands beside it (guide 5, notes); 0 is none.
  if (serverId !== undefined && serverId !== '0') return { customerId, mobile, serverId };
  const refusal = logicalErrorOf(value);
  return refusal && { customerId, mobile, ...refusal };
}
