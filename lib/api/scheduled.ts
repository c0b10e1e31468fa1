import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { Operation } from '../provider/operation.js';
import type {
  Cancellation,
  ScheduledAnswer,
  ScheduledSms,
  UnreadableScheduled,
} from './api.types.js';
import { idOf, isRecord, type JsonRecord, numberOf, textOf, typeName } from './shape.js';
import { isJalali, type WireTime } from './wire-time.js';

/** Guide 7.1. A row that cannot be read is listed by itself, and the others are read all the same. */
export function decodeScheduledList(value: unknown, time: WireTime): ScheduledAnswer {
  const page = recordAt(value, 'listScheduled', 'body');
  const isSaidEmpty = page.scheduledMessages === null || numberOf(page.totalItem) === 0;
  const rows = page.scheduledMessages ?? (isSaidEmpty ? [] : undefined);
  // An unclear answer must not pass for an empty list: a message not in it would be sent again.
  if (!Array.isArray(rows)) {
    throw unexpected('listScheduled', 'scheduledMessages', 'a list', rows);
  }
  const items: ScheduledSms[] = [];
  const unreadable: UnreadableScheduled[] = [];
  for (const [index, row] of (rows as unknown[]).entries()) {
    const item = decodeItem(row, `scheduledMessages[${index}]`, time);
    if ('error' in item) unreadable.push(item);
    else items.push(item);
  }
  return {
    items,
    unreadable,
    page: numberOf(page.currentPage) ?? 0,
    totalPages: numberOf(page.totalPages) ?? 0,
    totalItems: numberOf(page.totalItem) ?? 0,
  };
}

function decodeItem(
  value: unknown,
  where: string,
  time: WireTime,
): ScheduledSms | UnreadableScheduled {
  const item: JsonRecord = isRecord(value) ? value : {};
  const serverId = idOf(item.serverId);
  const customerId = idOf(item.customerId);
  const date = textOf(item.sendDate) ?? '';
  const sendDate = time.parse(date);
  if (serverId !== undefined && sendDate) {
    return {
      serverId,
      ...(customerId !== undefined && { customerId }),
      recipient: textOf(item.recipient) ?? '',
      body: textOf(item.message) ?? '',
      sendDate,
      price: numberOf(item.totalPrice) ?? 0,
      parts: numberOf(item.parts) ?? 0,
    };
  }
  return {
    ...(serverId !== undefined && { serverId }),
    ...(customerId !== undefined && { customerId }),
    error: errorOf(value, serverId, where),
    isJalali: isJalali(date),
  };
}

function errorOf(value: unknown, serverId: string | undefined, where: string) {
  if (!isRecord(value)) return unexpected('listScheduled', where, 'an object', value);
  return serverId === undefined
    ? unexpected('listScheduled', `${where}.serverId`, 'an id', value.serverId)
    : unexpected(
        'listScheduled',
        `${where}.sendDate`,
        'a Gregorian yyyy-MM-dd HH:mm:ss',
        value.sendDate,
      );
}

/** Guide 7.2: an object, or a list of one (READING 23). */
export function decodeCancellation(value: unknown, asked: string): Cancellation {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  const answer = recordAt(one, 'cancelScheduled', 'body');
  // Some services write booleans as texts.
  const status = textOf(answer.status)?.toLowerCase() ?? answer.status;
  if (status !== true && status !== false && status !== 'true' && status !== 'false') {
    throw unexpected('cancelScheduled', 'status', 'true or false', answer.status);
  }
  return {
    serverId: idOf(answer.serverId) ?? asked,
    recipient: textOf(answer.recipient) ?? '',
    cancelled: status === true || status === 'true',
  };
}

function recordAt(value: unknown, operation: Operation, where: string): JsonRecord {
  if (isRecord(value)) return value;
  throw unexpected(operation, where, 'an object', value);
}

function unexpected(operation: Operation, where: string, expected: string, got: unknown) {
  return new PayamSmsUnexpectedAnswerError(
    operation,
    where,
    `expected ${expected}, got ${typeName(got)}`,
  );
}
