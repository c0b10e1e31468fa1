import { object } from '../input/parser.js';
import { text } from '../input/values.js';
import type { AcceptedMessage } from '../state/message.js';
import { findCode } from './code.js';
import { stateOf, type MessageState } from './message-state.js';
import { pageOf } from './page-of.js';
import { notFound } from './problem.js';
import { codeQuery, messagesQuery, readQuery } from './query.js';
import { ok, type ControlRequest, type Desk, type Handler } from './request.js';
import { containing } from './search.js';
import { messageView } from './views.js';

/** Which messages are meant. */
export interface MessageFilter {
  readonly recipient?: string;
  readonly sender?: string;
  readonly contains?: string;
  readonly state?: MessageState;
  readonly customerId?: string;
  readonly serverId?: string;
}

export function fitting(
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
  const { limit, before, ...filter } = readQuery(query, messagesQuery);
  const nowMs = simulation.nowMs();
  const { items, ...page } = pageOf(
    simulation.world.messages.all,
    ({ serverId }) => serverId,
    fitting(filter, nowMs),
    { limit, before },
  );
  return ok({ items: items.map((message) => messageView(message, nowMs)), ...page });
};

export const getMessage: Handler = (request, desk) =>
  ok(messageView(theMessage(request, desk), desk.simulation.nowMs()));

const statusBody = object({ status: text({ min: 1, max: 100 }) });

export const setMessageStatus: Handler = (request, desk) => {
  const message = theMessage(request, desk);
  desk.simulation.decide(message, statusBody(request.body, '').status);
  return ok(messageView(message, desk.simulation.nowMs()));
};

export const getCode: Handler = (request, desk) => {
  const { pattern } = readQuery(request.query, codeQuery);
  const message = theMessage(request, desk);
  return ok({ code: findCode(message, pattern), serverId: message.serverId });
};

/** What is pruned is gone here, though a status call still finds it. */
function theMessage({ names: [serverId = ''] }: ControlRequest, { simulation }: Desk) {
  const { messages } = simulation.world;
  const message = messages.withServerId(serverId);
  if (message && !messages.remains.includes(message)) return message;
  const pruned = message ? ', or rather: it was pruned (--max-messages)' : '';
  throw notFound(`No message has the serverId ${serverId}${pruned}.`);
}
