import type { Reply } from '../http/server.js';
import type { World } from '../state/world.js';
import { encodeAnswer, errorAnswer, htmlAnswer, type Answer } from '../wire/answer.js';
import { isList, isObject, type Json, type JsonObject } from '../wire/json.js';
import type { Fault } from './fault.js';

/** Lets a fault have its way with a request; `process` does what the request asks, and need not be called. */
export function strike(fault: Fault, process: () => Answer, world: World): Reply {
  const { kind, options } = fault;
  switch (kind) {
    case 'drop':
      return { kind: 'drop' };
    case 'accept-then-drop':
      process();
      return { kind: 'drop' };
    case '401':
      return reply(errorAnswer(401, options.body ?? world.dialect.errorBody));
    case 'garbage':
      process();
      return reply(htmlAnswer(200, 'Welcome'));
    case 'truncate':
      return truncated(process(), options.cut ?? 'body');
    case 'slow':
      return reply(process());
    case 'shuffle':
      return reply(withEntries(process(), (entries) => world.random.shuffle(entries)));
    case 'omit':
      return reply(withEntries(process(), (entries) => omitSome(entries, fault, world)));
    case 'no-customer-id':
      return reply(withEntries(process(), (entries) => strikeEach(entries, fault, anonymous)));
    case 'foreign-customer-id':
      return reply(withEntries(process(), (entries) => estrange(entries, fault, world)));
    case 'only-server-id':
      return reply(withEntries(process(), (entries) => strikeEach(entries, fault, serverIdOnly)));
    default: {
      if (options.accepted) process();
      return reply(failure(Number(kind.slice('status '.length)), fault, world));
    }
  }
}

function reply(answer: Answer): Reply {
  return { kind: 'answer', answer: encodeAnswer(answer) };
}

function truncated(answer: Answer, cut: 'body' | 'connection'): Reply {
  const whole = encodeAnswer(answer);
  if (cut === 'connection') return { kind: 'cut', answer: whole };
  const body = whole.body.subarray(0, whole.body.length / 2);
  return { kind: 'answer', answer: { ...whole, body } };
}

function failure(status: number, { options }: Fault, { dialect }: World): Answer {
  const answer = errorAnswer(status, options.body ?? dialect.errorBody);
  const { retryAfter, location } = options;
  const comeBack = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter;
  return {
    ...answer,
    headers: {
      ...(comeBack !== undefined && { 'retry-after': String(comeBack) }),
      ...(location !== undefined && { location }),
    },
  };
}

/** Changes the entries of an answer that is a list, and leaves any other as it is. */
function withEntries(answer: Answer, change: (entries: readonly Json[]) => Json[]): Answer {
  if (answer.content.type !== 'json' || !isList(answer.content.value)) return answer;
  return { ...answer, content: { type: 'json', value: change(answer.content.value) } };
}

function omitSome(entries: readonly Json[], { options }: Fault, { random }: World): Json[] {
  const omitted = new Set(random.shuffle([...entries.keys()]).slice(0, options.entries ?? 1));
  return entries.filter((_, index) => !omitted.has(index));
}

function strikeEach(
  entries: readonly Json[],
  { options }: Fault,
  change: (entry: JsonObject) => JsonObject,
): Json[] {
  const struck = options.entries ?? entries.length;
  return entries.map((entry, index) => (index < struck && isObject(entry) ? change(entry) : entry));
}

function anonymous(entry: JsonObject): JsonObject {
  const { customerId: _, ...rest } = entry;
  return rest;
}

/** Of a message that was refused it tells all: it has no serverId. */
function serverIdOnly(entry: JsonObject): JsonObject {
  return entry['serverId'] === undefined ? entry : { serverId: entry['serverId'] };
}

function estrange(entries: readonly Json[], fault: Fault, world: World): Json[] {
  const options = { ...fault.options, entries: fault.options.entries ?? 1 };
  return strikeEach(entries, { ...fault, options }, (entry) => ({
    ...entry,
    customerId: foreignId(world),
  }));
}

function foreignId(world: World): string {
  const { random, messages } = world;
  const id = `nobody-${Math.floor(random.next() * 2 ** 32).toString(16)}`;
  return messages.withCustomerId(id).length === 0 ? id : foreignId(world);
}
