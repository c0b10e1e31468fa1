import { RequestRefused } from '../wire/request-refused.js';
import type { WireRequest } from '../wire/request.js';
import type { AcceptedMessage } from '../state/message.js';
import type { World } from '../state/world.js';
import { jsonAnswer, type Answer } from '../wire/answer.js';
import type { Json } from '../wire/json.js';
import { logicalError } from '../wire/logical-errors.js';
import { serverIdOnWire } from './server-id.js';

/** Guide 6.1. */
export function getStatus({ query }: WireRequest, world: World): Answer {
  const byCustomer = query.get('byCustomer');
  const ids = [...new Set(query.getAll('ids').filter((id) => id !== ''))];
  if (byCustomer === null || ids.length === 0) throw new RequestRefused(400, 'E2');
  if (byCustomer !== 'true' && byCustomer !== 'false') throw new RequestRefused(400);
  if (ids.length > world.dialect.batchLimit) throw new RequestRefused(400, 'E107');

  const by = byCustomer === 'true' ? 'customerId' : 'serverId';
  const found = ids.map((id) => ({ id, messages: visible(find(id, by, world), world) }));
  const unknown = found.filter(({ messages }) => messages.length === 0);

  const { unknownId } = world.dialect;
  if (unknownId.as === 'error' && unknown.length > 0) {
    const isError = unknownId.when !== 'all' || unknown.length === ids.length;
    if (isError) return jsonAnswer(logicalError(unknownId.code), unknownId.status);
  }
  return jsonAnswer(
    found.flatMap(({ id, messages }): Json[] => {
      if (messages.length > 0) return messages.map((message) => row(message, world));
      return unknownId.as === 'entry' ? [{ [by]: id, ...logicalError(unknownId.code) }] : [];
    }),
  );
}

function find(id: string, by: 'customerId' | 'serverId', { messages }: World): AcceptedMessage[] {
  if (by === 'customerId') return messages.withCustomerId(id);
  const message = messages.withServerId(id);
  return message ? [message] : [];
}

/** The messages that a status call can find by now (READING rows 19 and 20). */
function visible(messages: AcceptedMessage[], { clock, dialect }: World): AcceptedMessage[] {
  const nowMs = clock.nowMs();
  return messages.filter((message) => {
    if (dialect.scheduledStatus === 'absent' && message.isWaiting(nowMs)) return false;
    return message.acceptedAt.getTime() + dialect.statusDelayMs <= nowMs;
  });
}

function row(message: AcceptedMessage, { dialect }: World): Json {
  const { customerId, serverId, parts, status } = message;
  const delivered = status === 'Send Successfully' ? parts : 0;
  const undelivered = status === 'Failed' ? parts : 0;
  return {
    customerId,
    serverId: serverIdOnWire(serverId, dialect),
    totalParts: parts,
    totalDeliveredParts: delivered,
    totalUnDeliveredParts: undelivered,
    totalUnKnownParts: parts - delivered - undelivered,
    status: new Map(Object.entries(dialect.statusWords)).get(status) ?? status,
  };
}
