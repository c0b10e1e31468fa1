import type { World } from '../state/world.js';
import { jsonAnswer, type Answer } from '../wire/answer.js';
import type { JsonObject } from '../wire/json.js';
import { logicalError, type LogicalCode } from '../wire/logical-errors.js';
import type { RequestedMessage } from './send-requests.js';
import { serverIdOnWire } from './server-id.js';

/** The outcome of one message of a send. */
export type Outcome = { readonly serverId: string } | { readonly code: LogicalCode };

/** READING row 11. With one entry for all messages, that entry names the message that caused the refusal. */
export function refuseAll(
  messages: readonly RequestedMessage[],
  code: LogicalCode,
  world: World,
  cause = messages[0],
): Answer {
  const { refusal } = world.dialect;
  const error = described(logicalError(code), refusal.description);
  if (refusal.as === 'object') return jsonAnswer(error, refusal.status);
  const { ids = 'both', entries = 'each', status } = refusal;
  if (!cause) return jsonAnswer([error], status);
  const refused = entries === 'one' ? [cause] : messages;
  return jsonAnswer(
    refused.map((message) => ({ ...idsOf(message, ids, world), ...error })),
    status,
  );
}

function described(error: JsonObject, description: string | undefined): JsonObject {
  return description === undefined ? error : { ...error, description };
}

export function entry(
  message: RequestedMessage,
  outcome: Outcome | undefined,
  world: World,
): JsonObject {
  const ids = idsOf(message, 'both', world);
  if (outcome && 'serverId' in outcome) {
    return { ...ids, serverId: serverIdOnWire(outcome.serverId, world.dialect) };
  }
  return { ...ids, ...(outcome && logicalError(outcome.code)) };
}

function idsOf(
  { recipient = '', customerId }: RequestedMessage,
  which: 'both' | 'customerId' | 'mobile' | 'none',
  { dialect }: World,
): JsonObject {
  const asNumber = dialect.mobile === 'number' && /^\d+$/.test(recipient);
  const mobile = asNumber ? BigInt(recipient) : recipient;
  return {
    ...((which === 'both' || which === 'customerId') && { customerId: customerId ?? null }),
    ...((which === 'both' || which === 'mobile') && { mobile }),
  };
}
