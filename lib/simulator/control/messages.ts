import { object } from '../input/parser.js';
import { text } from '../input/values.js';
import type { AcceptedMessage } from '../state/message.js';
import { findCode } from './code.js';
import { stateOf, type MessageState } from './message-state.js';
import { pageOf } from './page-of.js';
import { notFound } from './problem.js';
import { codeQuery, messagesQuery, parseQuery } from './query.js';
import { ok, type ControlRequest, type ControlContext, type Handler } from './request.js';
import { containing } from './search.js';
import { messageView } from './views.js';

/** Which messages to list. */
export interface MessageFilter {
  readonly recipient?: string;
  readonly sender?: string;
  readonly contains?: string;
  readonly state?: MessageState;
  readonly customerId?: string;
  readonly serverId?: string;
}

export function messageFilter(
  filter: MessageFilter,
  nowMs: number,
): (message: AcceptedMessage) => boolean {
  const { recipient, sender, state, customerId, serverId } = filter;
  const contains = containing(filter.contains);
  return (message) =>
    (recipient === undefined || message.recipient === recipient) &&
    (sender === undefined || message.sender === sender) &&
    (customerId === undefined || message.customerId === customerId) &&
    (serverId === undefined || message.serverId === serverId) &&
    (state === undefined || stateOf(message, nowMs) === state) &&
    contains(message);
}

export const listMessages: Handler = ({ query }, { simulation }) => {
  const { limit, before, ...filter } = parseQuery(query, messagesQuery);
  const nowMs = simulation.nowMs();
  const { items, ...page } = pageOf(
    simulation.world.messages.all,
    ({ serverId }) => serverId,
    messageFilter(filter, nowMs),
    { limit, before },
  );
  return ok({ items: items.map((message) => messageView(message, nowMs)), ...page });
};

export const getMessage: Handler = (request, context) =>
  ok(messageView(messageAt(request, context), context.simulation.nowMs()));

const statusBody = object({ status: text({ min: 1, max: 100 }) });

export const setMessageStatus: Handler = (request, context) => {
  const message = messageAt(request, context);
  context.simulation.decide(message, statusBody(request.body, '').status);
  return ok(messageView(message, context.simulation.nowMs()));
};

export const getCode: Handler = (request, context) => {
  const { pattern } = parseQuery(request.query, codeQuery);
  const message = messageAt(request, context);
  return ok({ code: findCode(message, pattern), serverId: message.serverId });
};

/** Pruned messages are not found here, though a status call of the service still finds them. */
function messageAt({ names: [serverId = ''] }: ControlRequest, { simulation }: ControlContext) {
  const { messages } = simulation.world;
  const message = messages.withServerId(serverId);
  if (message && !messages.remains.includes(message)) return message;
  if (message) throw notFound(`Message ${serverId} is no longer kept (--max-messages).`);
  throw notFound(`No message has the serverId ${serverId}.`);
}
