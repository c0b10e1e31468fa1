import type { World } from '../state/world.js';
import { countParts, MAX_PARTS } from '../text/parts.js';
import { foldPersian } from '../text/persian.js';
import { jsonAnswer, type Answer } from '../wire/answer.js';
import type { JsonObject } from '../wire/json.js';
import { logicalError, type LogicalCode } from '../wire/logical-errors.js';
import type { Endpoint } from './endpoint.js';
import type { ReadMessages, RequestedMessage } from './send-requests.js';
import { serverIdOnWire } from './server-id.js';

/** What became of one message of a send. */
type Outcome = { readonly serverId: string } | { readonly code: LogicalCode };

/** One of the three sends (guide 5), which differ only in how they spell their messages. */
export function sending(readMessages: ReadMessages): Endpoint {
  return (request, world) => {
    const messages = readMessages(request, world);
    const code = wholeRefusal(messages, world);
    if (code) return refuseAll(messages, code, world);

    const outcomes = submit(messages, world);
    const common = commonCode(outcomes);
    if (common) return refuseAll(messages, common === 'E43' ? 'E303' : common, world);

    const entries = messages.map((message, index) => entry(message, outcomes[index], world));
    const { sendOrder, sendStatus } = world.dialect;
    return jsonAnswer(sendOrder === 'kept' ? entries : world.random.shuffle(entries), sendStatus);
  };
}

/** Why the call is refused before its messages are looked at one by one. */
function wholeRefusal(messages: RequestedMessage[], { dialect }: World): LogicalCode | undefined {
  if (messages.length > dialect.batchLimit) return 'E107';
  const incomplete = messages.some(({ sender, recipient, body }) =>
    [sender, recipient, body].includes(undefined),
  );
  return messages.length === 0 || incomplete ? 'E2' : undefined;
}

function submit(messages: RequestedMessage[], world: World): Outcome[] {
  const acceptedAt = new Date(world.clock.nowMs());
  let broke = false;
  return messages.map(({ sender = '', recipient = '', body = '', customerId, sendDate }) => {
    const parts = countParts(body);
    const code = faultOf({ sender, recipient, body, parts }, world);
    if (code) return { code };
    // Messages are taken in order; once the credit does not reach, no later and cheaper one slips in.
    const draft = { sender, recipient, body, parts, sendDate, customerId: customerId ?? null };
    const accepted = broke ? undefined : world.accept(draft, acceptedAt);
    broke ||= !accepted;
    return accepted ? { serverId: accepted.serverId } : { code: 'E6' };
  });
}

function faultOf(
  message: { sender: string; recipient: string; body: string; parts: number },
  { settings: { lines, sensitiveWords } }: World,
): LogicalCode | undefined {
  const { sender, recipient, body, parts } = message;
  if (!/^98\d+$/.test(sender) || (lines !== 'any' && !lines.includes(sender))) return 'E223';
  if (!/^98\d+$/.test(recipient)) return 'E43';
  if (body === '') return 'E766';
  if (parts > MAX_PARTS) return 'E211';
  if (sensitiveWords.length === 0) return undefined;
  const folded = foldPersian(body);
  return sensitiveWords.some((word) => folded.includes(foldPersian(word))) ? 'E132' : undefined;
}

/** The code that all of them share, when nothing was taken. */
function commonCode(outcomes: Outcome[]): LogicalCode | undefined {
  const codes = new Set(outcomes.map((outcome) => ('code' in outcome ? outcome.code : undefined)));
  return codes.size === 1 ? [...codes][0] : undefined;
}

/** READING row 11. */
function refuseAll(messages: RequestedMessage[], code: LogicalCode, world: World): Answer {
  const { as, status } = world.dialect.refusal;
  if (as === 'object' || messages.length === 0) {
    const error = logicalError(code);
    return jsonAnswer(as === 'object' ? error : [error], status);
  }
  return jsonAnswer(
    messages.map((message) => entry(message, { code }, world)),
    status,
  );
}

function entry(message: RequestedMessage, outcome: Outcome | undefined, world: World): JsonObject {
  const { recipient = '', customerId = null } = message;
  const asNumber = world.dialect.mobile === 'number' && /^\d+$/.test(recipient);
  const mobile = asNumber ? BigInt(recipient) : recipient;
  if (outcome && 'serverId' in outcome) {
    return { customerId, mobile, serverId: serverIdOnWire(outcome.serverId, world.dialect) };
  }
  return { customerId, mobile, ...(outcome && logicalError(outcome.code)) };
}
