import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { toMsisdn } from '../msisdn/normalize-msisdn.js';
import { apiErrorOf, logicalErrorOf, readAnswer } from './answer.js';
import type { InboundSms } from './api.types.js';
import { compareIds } from './compare-ids.js';
import { idOf, isRecord, textOf, typeName } from './shape.js';
import type { WireTime } from './wire-time.js';

/** E7: nothing new (READING 15). */
const EMPTY_INBOX = 'E7';

/** The texts in the order of their ids (guide 6.2). */
export function decodeInbox(answer: HttpAnswer, number: string, time: WireTime): InboundSms[] {
  const value = readAnswer(answer);
  const refusal = logicalErrorOf(value);
  if (refusal?.code === EMPTY_INBOX) return [];
  if (refusal) throw apiErrorOf(answer, refusal);
  if (!Array.isArray(value)) throw unexpected('body', 'a list', value);
  return value
    .map((entry: unknown, index) => decodeText(entry, `[${index}]`, number, time))
    .toSorted((a, b) => compareIds(a.id, b.id));
}

function decodeText(value: unknown, where: string, number: string, time: WireTime): InboundSms {
  if (!isRecord(value)) throw unexpected(where, 'an object', value);
  const id = idOf(value.id);
  if (id === undefined || !/^\d+$/.test(id)) {
    throw unexpected(`${where}.id`, 'a whole number', value.id);
  }
  const receivedAt = time.parse(textOf(value.date) ?? '');
  if (!receivedAt) {
    throw unexpected(`${where}.date`, 'a Gregorian yyyy-MM-dd HH:mm:ss', value.date);
  }
  return {
    id,
    from: senderOf(value.from),
    to: toMsisdn(textOf(value.to)) ?? number,
    body: textOf(value.body) ?? '',
    receivedAt,
  };
}

/** Senders that are names, or numbers of another country, stay as they are. */
function senderOf(value: unknown): string {
  const given = idOf(value) ?? '';
  const isForeign = /^[1-8][0-9]{10,}$/.test(given);
  return isForeign ? given : (toMsisdn(given) ?? given);
}

function unexpected(where: string, expected: string, got: unknown): PayamSmsUnexpectedAnswerError {
  return new PayamSmsUnexpectedAnswerError(
    'getInbox',
    where,
    `expected ${expected}, got ${typeName(got)}`,
  );
}
