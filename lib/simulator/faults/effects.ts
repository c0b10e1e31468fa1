import type { World } from '../state/world.js';
import { encodeAnswer, errorAnswer, htmlAnswer, type Answer } from '../wire/answer.js';
import { isList, isObject, type Json, type JsonObject } from '../wire/json.js';
import type { Reply } from '../wire/reply.js';
import type { Fault } from './fault.js';
import { rowOf, type FaultKindName } from './kinds.js';

/** A fault that fires on a request. */
interface Firing {
  readonly fault: Pick<Fault, 'kind' | 'options'>;
  /** Does what the request asks; not called by an effect that loses the request. */
  readonly process: () => Answer;
  readonly world: World;
}

/** What each kind of fault does to a request. */
const EFFECTS: Readonly<Record<FaultKindName, (firing: Firing) => Reply>> = {
  'accept-then-drop': ({ process }) => {
    process();
    return { kind: 'drop' };
  },
  drop: () => ({ kind: 'drop' }),
  status: (firing) => {
    if (firing.fault.options.accepted) firing.process();
    return reply(statusAnswer(firing));
  },
  '401': ({ fault, world }) =>
    reply(errorAnswer(401, fault.options.body ?? world.dialect.errorBody)),
  garbage: ({ process }) => {
    process();
    return reply(htmlAnswer(200, 'Welcome'));
  },
  truncate: ({ fault, process }) => truncated(process(), fault.options.cut ?? 'body'),
  slow: ({ process }) => reply(process()),
  shuffle: (firing) => changed(firing, (entries) => firing.world.random.shuffle(entries)),
  omit: (firing) => changed(firing, (entries) => withoutSome(entries, firing)),
  'no-customer-id': (firing) => eachChanged(firing, withoutCustomerId),
  'foreign-customer-id': (firing) =>
    eachChanged(firing, (entry) => ({ ...entry, customerId: foreignId(firing.world) })),
  'only-server-id': (firing) => eachChanged(firing, serverIdOnly),
};

export function fire(firing: Firing): Reply {
  return EFFECTS[rowOf(firing.fault.kind).kind](firing);
}

/** How long the reply to a request waits on which this fault fires. */
export function delayMsOf({ kind, options }: Firing['fault']): number {
  return options.delayMs ?? rowOf(kind).defaultDelayMs ?? 0;
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

function statusAnswer({ fault: { kind, options }, world: { dialect } }: Firing): Answer {
  const { retryAfter, location, body } = options;
  const comeBack = retryAfter instanceof Date ? retryAfter.toUTCString() : retryAfter;
  return {
    ...errorAnswer(Number(kind.slice('status '.length)), body ?? dialect.errorBody),
    headers: {
      ...(comeBack !== undefined && { 'retry-after': String(comeBack) }),
      ...(location !== undefined && { location }),
    },
  };
}

/** Changes the entries of an answer that is a list, and leaves any other as it is. */
function changed({ process }: Firing, change: (entries: readonly Json[]) => Json[]): Reply {
  const answer = process();
  if (answer.content.type !== 'json' || !isList(answer.content.value)) return reply(answer);
  return reply({ ...answer, content: { type: 'json', value: change(answer.content.value) } });
}

function eachChanged(firing: Firing, change: (entry: JsonObject) => JsonObject): Reply {
  const most = entriesOf(firing);
  return changed(firing, (entries) =>
    entries.map((entry, index) => (index < most && isObject(entry) ? change(entry) : entry)),
  );
}

function withoutSome(entries: readonly Json[], firing: Firing): Json[] {
  const indexes = firing.world.random.shuffle([...entries.keys()]);
  const omitted = new Set(indexes.slice(0, entriesOf(firing)));
  return entries.filter((_, index) => !omitted.has(index));
}

function entriesOf({ fault: { kind, options } }: Firing): number {
  return options.entries ?? rowOf(kind).defaultEntries ?? Infinity;
}

function withoutCustomerId(entry: JsonObject): JsonObject {
  const { customerId: _, ...rest } = entry;
  return rest;
}

/** The entry of a message that was refused stays whole: it has no serverId. */
function serverIdOnly(entry: JsonObject): JsonObject {
  return entry['serverId'] === undefined ? entry : { serverId: entry['serverId'] };
}

function foreignId(world: World): string {
  const { random, messages } = world;
  const id = `nobody-${Math.floor(random.next() * 2 ** 32).toString(16)}`;
  return messages.withCustomerId(id).length === 0 ? id : foreignId(world);
}
