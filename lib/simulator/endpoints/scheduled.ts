import { RequestRefused } from '../wire/request-refused.js';
import type { WireRequest } from '../wire/request.js';
import type { AcceptedMessage } from '../state/message.js';
import type { World } from '../state/world.js';
import { jsonAnswer, type Answer } from '../wire/answer.js';
import { jsonBody, optionalDate, parameter, textFields } from './fields.js';
import { serverIdOnWire } from './server-id.js';

interface Filter {
  readonly serverId: string | undefined;
  readonly customerId: string | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** Guide 7.1. */
export function listScheduled(request: WireRequest, world: World): Answer {
  const { dialect, wallClock } = world;
  const filter: Filter = {
    serverId: parameter(request, 'serverId'),
    customerId: parameter(request, 'customerId'),
    from: optionalDate(parameter(request, 'from'), wallClock),
    to: optionalDate(parameter(request, 'to'), wallClock),
  };
  if (Object.values(filter).every((each) => each === undefined)) {
    throw new RequestRefused(400, 'E2');
  }
  const page = count(parameter(request, 'page') ?? '0', 0);
  const size = count(parameter(request, 'size') ?? '10', 1);

  const waiting = find(filter, world);
  return jsonAnswer({
    totalItem: waiting.length,
    totalPages: Math.ceil(waiting.length / size),
    currentPage: page,
    scheduledMessages: waiting.slice(page * size, (page + 1) * size).map((message) => ({
      serverId: serverIdOnWire(message.serverId, dialect),
      customerId: message.customerId,
      sendDate: message.sendDate && wallClock.format(message.sendDate),
      recipient: message.recipient,
      message: message.body,
      totalPrice: message.price,
      parts: message.parts,
    })),
  });
}

/** Guide 7.2. */
export function cancelScheduled(request: WireRequest, world: World): Answer {
  const fields = textFields(jsonBody(request), ['serverId', 'cancelMessage'], world.dialect);
  if (!fields.serverId) throw new RequestRefused(400, 'E2');
  const message = world.messages.withServerId(fields.serverId);
  const answer = {
    serverId: message ? serverIdOnWire(message.serverId, world.dialect) : fields.serverId,
    recipient: message?.recipient,
    status: message ? world.cancel(message) : false,
  };
  return jsonAnswer(world.dialect.cancelAnswer === 'list' ? [answer] : answer);
}

/** The waiting messages that pass every filter, the next one to be sent first. */
function find({ serverId, customerId, from, to }: Filter, world: World): AcceptedMessage[] {
  const nowMs = world.clock.nowMs();
  const fromMs = from?.getTime() ?? -Infinity;
  const toMs = to?.getTime() ?? Infinity;
  if (serverId === undefined && customerId === undefined) {
    return world.schedule.between({ fromMs, toMs }, nowMs);
  }
  return candidates({ serverId, customerId }, world)
    .filter((message) => message.isWaiting(nowMs))
    .map((message) => ({ message, sendMs: message.sendDate?.getTime() ?? 0 }))
    .filter(({ sendMs }) => sendMs >= fromMs && sendMs <= toMs)
    .toSorted((one, other) => one.sendMs - other.sendMs)
    .map(({ message }) => message);
}

function candidates(
  { serverId, customerId }: Pick<Filter, 'serverId' | 'customerId'>,
  { messages }: World,
): AcceptedMessage[] {
  if (serverId === undefined) return messages.withCustomerId(customerId ?? '');
  const message = messages.withServerId(serverId);
  const wanted = message && (customerId === undefined || message.customerId === customerId);
  return wanted ? [message] : [];
}

function count(text: string, least: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new RequestRefused(400);
  }
  return value;
}
