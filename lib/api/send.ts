import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { logicalErrorOf, readAnswer } from './answer.js';
import type { SendAnswer, SendEntry } from './api.types.js';
import { jsonOf } from './json.js';
import { idOf, isRecord, type JsonRecord, typeName } from './shape.js';

/**
 * A list of entries, or one refusal for the whole call (guide 5, READING 9 to 11). A serverId is an
 * acceptance, whatever stands around it: status, wrapping, a body that is cut.
 */
export function decodeSendAnswer(answer: HttpAnswer): SendAnswer {
  const { operation, status } = answer;
  const entries = entriesOf(answer);
  if (entries.some(isAcceptance)) return { operation, status, entries };
  // Read once more: of a call of which nothing was accepted, it must be told what is wrong.
  const value = readAnswer(answer);
  if (Array.isArray(value)) return { operation, status, entries };
  const refusal = logicalErrorOf(value);
  if (refusal) return { operation, status, ...refusal };
  throw new PayamSmsUnexpectedAnswerError(
    operation,
    'body',
    `expected a list, got ${typeName(value)}`,
  );
}

/** Whether an answer, of whatever status, says that a message was accepted. */
export const saysAccepted = (answer: HttpAnswer): boolean => entriesOf(answer).some(isAcceptance);

const isAcceptance = ({ serverId }: SendEntry) => serverId !== undefined;

function entriesOf({ body, unreadable }: HttpAnswer): SendEntry[] {
  const value = jsonOf(body);
  if (value === undefined) return serverIdsIn(body);
  if (typeof value === 'string') return serverIdsIn(value);
  const entries = collectEntries(value, []);
  // Digits are the same in every charset, a refusal's words are not.
  return unreadable === undefined ? entries : entries.filter(isAcceptance);
}

/** Lists lie no deeper in any answer that means something. */
const MAX_DEPTH = 4;

/**
 * The entries of a list, in whatever it is wrapped. One that says neither yes nor no is left out: its
 * message stays open, the others stand.
 */
function collectEntries(value: unknown, entries: SendEntry[], depth = 0): SendEntry[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return entries;
  const entry = isRecord(value) ? decodeEntry(value) : undefined;
  if (entry && isAcceptance(entry)) {
    entries.push(entry);
    return entries;
  }
  const before = entries.length;
  for (const inner of Object.values(value)) collectEntries(inner, entries, depth + 1);
  if (entry && entries.length === before) entries.push(entry);
  return entries;
}

function decodeEntry(value: JsonRecord): SendEntry | undefined {
  const customerId = idOf(value.customerId);
  const mobile = isNone(value.mobile) ? undefined : idOf(value.mobile);
  const serverId = idOf(value.serverId);
  // A serverId means accepted, whatever else stands beside it (guide 5, notes).
  if (serverId !== undefined && !isNone(serverId)) return { customerId, mobile, serverId };
  const refusal = logicalErrorOf(value);
  return refusal && { customerId, mobile, ...refusal };
}

/** What some services write for a Long that is none. */
const isNone = (id: unknown) => /^(?:-\d+|0+|null)$/.test(String(id).trim());

/** With its end: the first digits of an id that is cut are another id. */
const SERVER_ID = /"serverId"\s*:\s*(?:"([^"\\]+)"|(\d+)(?=\s*[,}\]]))/g;

/** The serverIds in a text that is no JSON: it may be cut, or hold more than JSON. */
function serverIdsIn(text: string): SendEntry[] {
  const serverIds = Array.from(text.matchAll(SERVER_ID), ([, quoted, bare]) => quoted ?? bare!);
  return serverIds.filter((serverId) => !isNone(serverId)).map((serverId) => ({ serverId }));
}
