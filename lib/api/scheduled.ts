import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { Operation } from '../errors/operation.js';
import type { Cancellation, ScheduledPage, ScheduledSms } from './api.types.js';
import { idOf, isRecord, type JsonRecord, numberOf, textOf, typeName } from './shape.js';
import type { WireTime } from './wire-time.js';

/** Guide 7.1. */
export function decodeScheduledPage(value: unknown, time: WireTime): ScheduledPage {
  const page = recordAt(value, 'listScheduled', 'body');
  const items = page.scheduledMessages ?? [];
  if (!Array.isArray(items)) {
    throw unexpected('listScheduled', 'scheduledMessages', 'a list', items);
  }
  return {
    items: items.map((item, index) => decodeItem(item, `scheduledMessages[${index}]`, time)),
    page: numberOf(page.currentPage) ?? 0,
    totalPages: numberOf(page.totalPages) ?? 0,
    totalItems: numberOf(page.totalItem) ?? 0,
  };
}

function decodeItem(value: unknown, where: string, time: WireTime): ScheduledSms {
  const item = recordAt(value, 'listScheduled', where);
  const serverId = idOf(item.serverId);
  if (serverId === undefined) {
    throw unexpected('listScheduled', `${where}.serverId`, 'an id', item.serverId);
  }
  const sendDate = time.parse(textOf(item.sendDate) ?? '');
  if (!sendDate) {
    throw unexpected(
      'listScheduled',
      `${where}.sendDate`,
      'a Gregorian yyyy-MM-dd HH:mm:ss',
      item.sendDate,
    );
  }
  const customerId = idOf(item.customerId);
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
