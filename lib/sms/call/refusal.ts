import type { LogicalError } from '../../api/answer.js';
import type { Operation } from '../../provider/operation.js';
import type { SendAnswer, SendEntry, WireMessage } from '../../api/api.types.js';

/** A code for a whole call, and the call's answer. */
export interface Refusal extends LogicalError {
  operation: Operation;
  status: number;
}

/** What a code is about: messages that share it share the refusal. */
type Subject = (message: WireMessage) => string;

const recipient: Subject = (message) => message.recipient;
const body: Subject = (message) => message.body;
const sender: Subject = (message) => message.sender;
/** A code that is not known may be about any message by itself. */
const itself: Subject = (message) => message.customerId;

const SUBJECTS = new Map<string, Subject>([
  ['E43', recipient],
  ['E800', recipient],
  ['E132', body],
  ['E211', body],
  ['E766', body],
  ['E223', sender],
]);

/** Codes of the account or of the call as a whole: they stand for all of its messages. */
const OF_ALL = new Set(['E2', 'E4', 'E5', 'E6', 'E7', 'E8', 'E107', 'E303', 'E305']);

/** Stands for several codes in one answer: it is of no message in particular. */
const SEVERAL_CODES = 'several codes';

/** Whether a code for a whole call is that of each of its messages. */
export function isShared(messages: readonly WireMessage[], code: string): boolean {
  return OF_ALL.has(code) || groupsOf(messages, code).length === 1;
}

/** The messages in groups that share what the code is about: within a group they cannot be told apart. */
export function groupsOf<T extends WireMessage>(messages: readonly T[], code: string): T[][] {
  const subject = SUBJECTS.get(code) ?? itself;
  const groups = new Map<string, T[]>();
  for (const message of messages) {
    const key = subject(message);
    const group = groups.get(key);
    if (group) group.push(message);
    else groups.set(key, [message]);
  }
  return [...groups.values()];
}

type Answer = Extract<SendAnswer, { entries: unknown }>;

/**
 * A list whose entries have codes and nothing else refuses the whole call (READING 11): one entry,
 * or as many as messages. `undefined` for any other list.
 */
export function wholeRefusal(
  count: number,
  { entries, unreadable, operation, status }: Answer,
): Refusal | undefined {
  // An entry that cannot be read may be an acceptance.
  if (unreadable !== undefined) return undefined;
  if (entries.length === 0 || (entries.length !== 1 && entries.length !== count)) return undefined;
  // Most answers show at once that they are none.
  if (!namelessRefusal(entries[0]!)) return undefined;
  const refusals = entries.flatMap((entry) => namelessRefusal(entry) ?? []);
  const [first] = refusals;
  if (!first || refusals.length < entries.length) return undefined;
  const { code, description } = refusals.find((refusal) => OF_ALL.has(refusal.code)) ?? first;
  const isOne = OF_ALL.has(code) || refusals.every((refusal) => refusal.code === code);
  return { operation, status, code: isOne ? code : SEVERAL_CODES, description };
}

/**
 * The one code that an answer repeats for each message of a call, though they do not share what it
 * is about: so some services say that one of them spoils the call (READING 11, 24).
 */
export function commonRefusal(
  messages: readonly WireMessage[],
  entries: readonly (SendEntry | undefined)[],
): LogicalError | undefined {
  const [first] = entries;
  if (first === undefined || first.serverId !== undefined) return undefined;
  const { code, description } = first;
  const isCommon = entries.every((entry) => entry?.serverId === undefined && entry?.code === code);
  return isCommon && !isShared(messages, code) ? { code, description } : undefined;
}

function namelessRefusal(entry: SendEntry): LogicalError | undefined {
  if (entry.customerId !== undefined || entry.mobile !== undefined) return undefined;
  return entry.serverId === undefined ? entry : undefined;
}
