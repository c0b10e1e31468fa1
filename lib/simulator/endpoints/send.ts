import type { World } from '../state/world.js';
import { countParts, MAX_PARTS } from '../text/parts.js';
import { foldPersian } from '../text/persian.js';
import { jsonAnswer } from '../wire/answer.js';
import type { LogicalCode } from '../wire/logical-errors.js';
import type { Endpoint } from './endpoint.js';
import { entry, refuseAll, type Outcome } from './send-answers.js';
import type { ReadMessages, RequestedMessage } from './send-requests.js';

/** One of the three sends (guide 5), which differ only in how messages are written. */
export function sending(readMessages: ReadMessages): Endpoint {
  return (request, world) => {
    const messages = readMessages(request, world);
    const code = wholeRefusal(messages, world);
    if (code) return refuseAll(messages, code, world);

    const refusals = messages.map((message) => refusalOf(message, world));
    const firstRefusal = refusals.find((refusal) => refusal);
    if (firstRefusal && world.dialect.badMessage === 'whole') {
      const bad = messages[refusals.indexOf(firstRefusal)];
      return refuseAll(messages, commonCode(refusals) ?? firstRefusal, world, bad);
    }
    const outcomes = submit(messages, refusals, world);
    const common = commonCode(outcomes.map((each) => ('code' in each ? each.code : undefined)));
    if (common) return refuseAll(messages, common, world);

    const entries = messages.map((message, index) => entry(message, outcomes[index], world));
    const { sendOrder, sendStatus } = world.dialect;
    if (sendStatus === 204 || sendStatus === 205) {
      return { status: sendStatus, content: { type: 'empty' } };
    }
    return jsonAnswer(sendOrder === 'kept' ? entries : world.random.shuffle(entries), sendStatus);
  };
}

/** The refusal of the whole call, before its messages are checked one by one. */
function wholeRefusal(messages: RequestedMessage[], { dialect }: World): LogicalCode | undefined {
  if (messages.length > dialect.batchLimit) return 'E107';
  const incomplete = messages.some(({ sender, recipient, body }) =>
    [sender, recipient, body].includes(undefined),
  );
  return messages.length === 0 || incomplete ? 'E2' : undefined;
}

/** The refusal of a message for its own fields, not for the credit. */
function refusalOf(
  { sender = '', recipient = '', body = '' }: RequestedMessage,
  { settings: { lines, sensitiveWords, blacklist } }: World,
): LogicalCode | undefined {
  if (!/^98\d+$/.test(sender) || (lines !== 'any' && !lines.includes(sender))) return 'E223';
  if (!/^98\d+$/.test(recipient)) return 'E43';
  if (blacklist.includes(recipient)) return 'E800';
  if (body === '') return 'E766';
  if (countParts(body) > MAX_PARTS) return 'E211';
  if (sensitiveWords.length === 0) return undefined;
  const folded = foldPersian(body);
  return sensitiveWords.some((word) => folded.includes(foldPersian(word))) ? 'E132' : undefined;
}

function submit(
  messages: RequestedMessage[],
  refusals: (LogicalCode | undefined)[],
  world: World,
): Outcome[] {
  const acceptedAt = new Date(world.clock.nowMs());
  let creditUsedUp = false;
  return messages.map(({ sender = '', recipient = '', body = '', customerId, sendDate }, index) => {
    const code = refusals[index];
    if (code) return { code };
    // Once the credit is not enough for a message, all later ones are refused too, even cheaper ones.
    const parts = countParts(body);
    const draft = { sender, recipient, body, parts, sendDate, customerId: customerId ?? null };
    const accepted = creditUsedUp ? undefined : world.accept(draft, acceptedAt);
    creditUsedUp ||= !accepted;
    return accepted ? { serverId: accepted.serverId } : { code: 'E6' };
  });
}

/** The code that all messages share; an accepted message has none. */
function commonCode(codes: readonly (LogicalCode | undefined)[]): LogicalCode | undefined {
  const [code, ...others] = new Set(codes);
  if (others.length > 0) return undefined;
  return code === 'E43' ? 'E303' : code;
}
