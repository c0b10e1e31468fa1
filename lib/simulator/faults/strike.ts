import type { Reply } from '../http/server.js';
import type { World } from '../state/world.js';
import { encodeAnswer, errorAnswer, htmlAnswer, type Answer } from '../wire/answer.js';
import { isList, isRecord, type Json } from '../wire/json.js';
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
      return reply(withEntries(process(), (entries) => anonymous(entries, fault)));
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
  const { retryAfter } = options;
  if (retryAfter === undefined) return answer;
  const value = retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter);
  return { ...answer, headers: { 'retry-after': value } };
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

function anonymous(entries: readonly Json[], { options }: Fault): Json[] {
  const struck = options.entries ?? entries.length;
  return entries.map((entry, index) => {
    if (index >= struck || !isRecord(entry)) return entry;
    const { customerId: _, ...rest } = entry;
    return rest;
  });
}
