import type { Fault } from '../faults/fault.js';
import type { FiredFault } from '../faults/faults.js';
import type { LoggedRequest } from '../http/request-log.js';
import type { Simulation } from '../simulation.js';
import type { InboxText } from '../state/inbox.js';
import type { AcceptedMessage } from '../state/message.js';
import { countParts, encodingOf } from '../text/parts.js';
import { stateOf } from './message-state.js';
import { conversationNumber } from './number.js';

// What the interface shows of each thing: the schemas of simulator.openapi.yaml.

export function messageView(message: AcceptedMessage, nowMs: number) {
  const { serverId, customerId, sender, recipient, body, parts, price, acceptedAt } = message;
  return {
    serverId,
    customerId,
    sender,
    recipient,
    body,
    encoding: encodingOf(body),
    parts,
    price,
    acceptedAt,
    sendDate: message.sendDate ?? null,
    status: message.status,
    state: stateOf(message, nowMs),
  };
}

export function inboundView(text: InboxText, unread: boolean) {
  const { id, from, to, body, receivedAt, visibleAtMs } = text;
  return {
    id: id.toString(),
    from,
    number: conversationNumber(from),
    to,
    body,
    encoding: encodingOf(body),
    parts: countParts(body),
    receivedAt,
    visibleAt: new Date(visibleAtMs),
    unread,
  };
}

export function faultView({ id, target, kind, options, fired }: Fault) {
  return { id, endpoint: target, kind, fired, ...options };
}

export function firedView({ target, ...fired }: FiredFault) {
  return { ...fired, endpoint: target };
}

export function requestView(request: LoggedRequest) {
  const { at, method, path, operation, status, fault } = request.record;
  const { id, requestBytes, answerBytes, durationMs, reply } = request;
  const outcomes = { answer: 'answered', cut: 'cut', drop: 'dropped' } as const;
  return {
    id,
    at,
    method,
    path,
    operation: operation ?? null,
    status: status ?? null,
    outcome: reply ? outcomes[reply.kind] : 'open',
    fault: fault ?? null,
    durationMs: durationMs === undefined ? null : Math.round(durationMs * 1_000) / 1_000,
    requestBytes,
    answerBytes: answerBytes ?? null,
  };
}

export function clockView({ world }: Simulation) {
  return { now: new Date(world.clock.nowMs()), advancedMs: world.clock.aheadMs };
}

export function creditView({ world }: Simulation) {
  return { credit: world.account.credit };
}

export function countsView({ world, log, faults }: Simulation) {
  const { messages, inbox } = world;
  return {
    accepted: messages.acceptedCount,
    kept: messages.all.length,
    pruned: messages.prunedCount,
    cleared: messages.clearedCount,
    received: inbox.texts.length,
    requests: log.records.length,
    faults: faults.count,
  };
}
