import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { logicalErrorOf, readAnswer } from './answer.js';
import type { SendAnswer, SendEntry } from './api.types.js';
import { jsonOf } from './json.js';
import { idOf, type JsonRecord, typeName } from './shape.js';

/**
 * A list of entries, or one refusal for the whole call (guide 5, READING 9 to 11). A serverId is an
 * acceptance, whatever stands around it: status, wrapping, a body that is cut.
 */
export function decodeSendAnswer(answer: HttpAnswer): SendAnswer {
  const { operation, status } = answer;
  const { entries, unreadable } = entriesOf(answer);
  const list = { operation, status, entries, ...(unreadable > 0 && { unreadable }) };
  if (entries.some(isAcceptance)) return list;
  // Read once more: where nothing was accepted, the error must name what is wrong.
  const value = readAnswer(answer);
  if (Array.isArray(value)) return list;
  const refusal = logicalErrorOf(value);
  if (refusal) return { operation, status, ...refusal };
  throw new PayamSmsUnexpectedAnswerError(
    operation,
    'body',
    `expected a list, got ${typeName(value)}`,
  );
}

/** Whether an answer, of whatever status, accepts a message. */
export const saysAccepted = (answer: HttpAnswer): boolean =>
  entriesOf(answer).entries.some(isAcceptance);

const isAcceptance = ({ serverId }: SendEntry) => serverId !== undefined;

const bare = ({ serverId }: SendEntry): SendEntry[] =>
  serverId === undefined ? [] : [{ serverId }];

/** What an answer holds about messages. */
interface Gathered {
  entries: SendEntry[];
  /** How many rows neither accept nor refuse: their messages stay in doubt, the others are certain. */
  unreadable: number;
}

function entriesOf({ status, body, unreadable }: HttpAnswer): Gathered {
  const value = jsonOf(body);
  if (value === undefined || typeof value === 'string') {
    return { entries: serverIdsIn(value ?? body), unreadable: 0 };
  }
  const gathered: Gathered = { entries: [], unreadable: 0 };
  gather(value, gathered);
  // Digits are the same in every charset, a refusal's words are not.
  if (unreadable !== undefined) gathered.entries = gathered.entries.filter(isAcceptance);
  // A redirect's body proves that something was accepted, but not by which service, nor which message.
  return status >= 300 && status < 400
    ? { ...gathered, entries: gathered.entries.flatMap(bare) }
    : gathered;
}

/** Lists lie no deeper in any answer that means something. */
const MAX_DEPTH = 4;

/** Finds the entries of a list, in whatever it is wrapped. */
function gather(value: unknown, gathered: Gathered, depth = 0): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  const { length } = gathered.entries;
  if (Array.isArray(value)) {
    for (const row of value as unknown[]) {
      const known = gathered.entries.length;
      gather(row, gathered, depth + 1);
      if (gathered.entries.length === known) gathered.unreadable++;
    }
    return;
  }
  const entry = decodeEntry(value as JsonRecord);
  if (!entry || !isAcceptance(entry)) {
    for (const inner of Object.values(value)) gather(inner, gathered, depth + 1);
  }
  if (entry && gathered.entries.length === length) gathered.entries.push(entry);
}

function decodeEntry(value: JsonRecord): SendEntry | undefined {
  const customerId = idOf(value.customerId);
  const mobile = someIdOf(value.mobile);
  const serverId = someIdOf(value.serverId);
  // A serverId means accepted, whatever else stands beside it (guide 5, notes).
  if (serverId !== undefined) return { customerId, mobile, serverId };
  const refusal = logicalErrorOf(value);
  return refusal && { customerId, mobile, ...refusal };
}

/** As {@link idOf}, without what stands for none. */
function someIdOf(value: unknown): string | undefined {
  const id = idOf(value);
  return id === undefined || isNone(id) ? undefined : id;
}

const NONE = /^(?:-\d+|0+|null)$/;

/** What some services write for a Long that is none. */
const isNone = (id: string) => '-0n'.includes(id[0]!) && NONE.test(id);

/** With its end: the first digits of an id that is cut are another id. */
const SERVER_ID = /"serverId"\s*:\s*(?:"([^"\\]+)"|(\d+)(?=\s*[,}\]]))/g;

/** The serverIds in a text that is no JSON: it may be cut, or hold more than JSON. */
function serverIdsIn(text: string): SendEntry[] {
  const serverIds = Array.from(text.matchAll(SERVER_ID), ([, quoted, bare]) => quoted ?? bare!);
  return serverIds.filter((serverId) => !isNone(serverId)).map((serverId) => ({ serverId }));
}
