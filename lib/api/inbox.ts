import { createHash } from 'node:crypto';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { toMsisdn } from '../msisdn/normalize-msisdn.js';
import { apiErrorOf, type LogicalError, readAnswer, refusalsIn } from './answer.js';
import type { InboundSms, InboxAnswer, UnreadableSms } from './api.types.js';
import { compareIds, isLong } from './compare-ids.js';
import { idOf, isRecord, type JsonRecord, listOf, textOf, typeName } from './shape.js';
import { isJalali, type WireTime } from './wire-time.js';

/** E7: nothing new (READING 15). */
const EMPTY_INBOX = 'E7';

/**
 * The texts in the order of their ids (guide 6.2). A row that cannot be read is listed by itself, for
 * the service may have marked the others read.
 *
 * @throws {PayamSmsUnexpectedAnswerError} for what is no list, and where every date is of the Jalali
 *   calendar: then it is not a row that is wrong, but how dates are read
 */
export function decodeInbox(answer: HttpAnswer, number: string, time: WireTime): InboxAnswer {
  const value = readAnswer(answer);
  const refusal = refusalOf(value);
  if (refusal?.code === EMPTY_INBOX) return { texts: [], unreadable: [] };
  if (refusal) throw apiErrorOf(answer, refusal);
  const rows = listOf(value, 'id');
  if (!rows) throw unexpected('body', `expected a list, got ${typeName(value)}`);
  const texts: InboundSms[] = [];
  const bad = new Map<string, UnreadableSms>();
  const readAt = new Date();
  for (const row of rows) {
    const text = decodeRow(row, number, time, readAt);
    if ('problem' in text) bad.set(text.sms.id, text);
    else texts.push(text);
  }
  // A text that the answer has twice, and once to be read.
  for (const { id } of bad.size > 0 ? texts : []) bad.delete(id);
  const unreadable = [...bad.values()];
  if (texts.length === 0 && unreadable.some(({ isJalali }) => isJalali)) {
    const { problem } = unreadable.find(({ isJalali }) => isJalali)!;
    throw unexpected('[0].date', problem.replace(/^date: /, ''));
  }
  return { texts: texts.toSorted((a, b) => compareIds(a.id, b.id)), unreadable };
}

/** A row with an id is a text, whatever code stands beside it. */
function refusalOf(value: unknown): LogicalError | undefined {
  if (Array.isArray(value) && value.some((row) => isRecord(row) && row.id != null))
    return undefined;
  const refusals = refusalsIn(value);
  return refusals.find(({ code }) => code !== EMPTY_INBOX) ?? refusals[0];
}

function decodeRow(
  row: unknown,
  number: string,
  time: WireTime,
  readAt: Date,
): InboundSms | UnreadableSms {
  const fields = isRecord(row) ? row : {};
  const id = idOf(fields.id)?.replace(/^0+(?=\d)/, '');
  const receivedAt = time.parse(textOf(fields.date) ?? '');
  const sms: InboundSms = {
    id: id !== undefined && /^[1-9]\d*$/.test(id) ? id : keyOf(row, number),
    from: senderOf(fields.from),
    to: toMsisdn(textOf(fields.to)) ?? number,
    body: textOf(fields.body) ?? '',
    // For a text whose date cannot be read: when the text was read.
    receivedAt: receivedAt ?? readAt,
  };
  const problem = isRecord(row)
    ? problemOf(fields, id, receivedAt)
    : `expected an object, got ${typeName(row)}`;
  if (problem === undefined) return sms;
  return { sms, problem, isJalali: isJalali(textOf(fields.date) ?? '') };
}

function problemOf(
  { id, date, body }: JsonRecord,
  digits: string | undefined,
  receivedAt: Date | undefined,
): string | undefined {
  // The first text has a greater id than '0', by which all are asked for.
  if (!isLong(digits) || digits === '0') {
    return `id: expected a whole number from 1 to 9223372036854775807, got ${typeName(id)}`;
  }
  if (!receivedAt) return `date: expected a Gregorian yyyy-MM-dd HH:mm:ss, got ${typeName(date)}`;
  const isText = body === null || body === undefined || textOf(body) !== undefined;
  return isText ? undefined : `body: expected a text, got ${typeName(body)}`;
}

/** The same for a row of a number each time that it is read, so that it is reported once. */
function keyOf(row: unknown, number: string): string {
  const digest = createHash('sha256').update(JSON.stringify([number, outlineOf(row)]));
  return `unreadable-${digest.digest('hex').slice(0, 16)}`;
}

/** Deeper than any row; what is nested thousands deep could not be written as JSON again. */
const DEEPEST = 8;

/** What a row holds, whatever the order of its fields. */
function outlineOf(value: unknown, depth = DEEPEST): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return typeName(value);
  if (Array.isArray(value)) return value.map((item) => outlineOf(item, depth - 1));
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, field]) => [key, outlineOf(field, depth - 1)]));
}

/** Senders that are names, or numbers of another country, stay as they are. */
function senderOf(value: unknown): string {
  const given = idOf(value) ?? '';
  const isForeign = /^[1-8][0-9]{10,}$/.test(given);
  return isForeign ? given : (toMsisdn(given) ?? given);
}

function unexpected(where: string, what: string): PayamSmsUnexpectedAnswerError {
  return new PayamSmsUnexpectedAnswerError('getInbox', where, what);
}
