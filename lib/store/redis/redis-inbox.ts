import type { InboundSms } from '../../api/api.types.js';
import { isLong } from '../../api/compare-ids.js';
import type { DeadLetter, InboxPosition, InboxStore } from '../inbox-store.js';
import type { InboxLeaseName, Lease } from '../lease.js';
import { inParts, padded, ROWS_A_SCRIPT, unpadded } from './keys.js';
import type { AccountDependencies } from './account-dependencies.js';
import { RedisDeadLetters } from './redis-dead-letters.js';
import * as scripts from './scripts.js';

export class RedisInbox implements InboxStore {
  readonly #letters: RedisDeadLetters;

  constructor(private readonly dependencies: AccountDependencies) {
    this.#letters = new RedisDeadLetters(dependencies);
  }

  async position(number: string): Promise<InboxPosition | undefined> {
    const { connection, keys } = this.dependencies;
    const [ofNumber] = keys.ofNumber(number);
    const answer = await connection.command('look where the inbox stands', 'HGETALL', ofNumber);
    const fields = fieldsOf(answer);
    const { cursor, intended, attempted: id, attempts } = fields;
    if (Object.keys(fields).length === 0) return undefined;
    return {
      ...(cursor !== undefined && { cursor: unpadded(cursor) }),
      ...(intended !== undefined && { intendedAt: new Date(Number(intended)) }),
      ...(id !== undefined && { attempts: { id: unpadded(id), count: Number(attempts) } }),
    };
  }

  async unhandled(number: string, ids: readonly string[]): Promise<string[]> {
    const handled = new Set<string>();
    for (const part of inParts(ids.filter(isLong))) {
      for (const id of await this.#handledOf(number, part)) handled.add(id);
    }
    for (const part of inParts(ids.filter((id) => !isLong(id)))) {
      for (const id of await this.#letters.known(part)) handled.add(id);
    }
    return ids.filter((id) => !handled.has(id));
  }

  async kept(number: string, after: string | undefined, limit: number): Promise<InboundSms[]> {
    const { connection, keys } = this.dependencies;
    const [, , kept, texts] = keys.ofNumber(number);
    const found: InboundSms[] = [];
    let from = after === undefined ? '-' : `(${padded(after)}`;
    while (found.length < limit) {
      const size = Math.min(ROWS_A_SCRIPT, limit - found.length);
      const call = { script: scripts.KEPT, keys: [kept, texts], args: [from, size] };
      const answer = await connection.run('look for kept texts', call);
      const [ids, values] = answer as [string[], string[]];
      found.push(...ids.map((id, i) => toText(unpadded(id), values[i]!)));
      if (ids.length < size) break;
      from = `(${ids.at(-1)!}`;
    }
    return found;
  }

  async intend(lease: Lease, number: string, at: Date): Promise<void> {
    const action = 'announce a destructive read';
    const call = this.#fenced(scripts.INTEND, lease, number, action, [at.getTime()]);
    await this.dependencies.connection.runSafely(action, call);
  }

  /** A service gives no more than a hundred texts with such a read: they are one script. */
  async keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void> {
    const action = 'keep the answer of a destructive read';
    const rows = texts.flatMap((text) => [padded(text.id), toValue(text)]);
    const call = this.#fenced(scripts.KEEP, lease, number, action, rows);
    await this.dependencies.connection.runSafely(action, call);
  }

  async startAfter(lease: Lease, number: string, id: string): Promise<void> {
    await this.#write(scripts.START_AFTER, lease, number, 'remember where the inbox starts', [
      padded(id),
    ]);
  }

  async handled(lease: Lease, number: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const action = 'remember handled texts';
    const calls = inParts(ids.map(padded)).map((part) =>
      this.#fenced(scripts.HANDLED, lease, number, action, part),
    );
    await this.dependencies.connection.runTogether(action, calls);
  }

  async advance(lease: Lease, number: string, cursor: string): Promise<void> {
    await this.#write(scripts.ADVANCE, lease, number, 'move the cursor of the inbox', [
      padded(cursor),
    ]);
  }

  async attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void> {
    await this.#write(scripts.ATTEMPT, lease, number, 'count an attempt', [padded(id), attempts]);
  }

  async addDeadLetter(lease: Lease, number: string, letter: DeadLetter): Promise<void> {
    const action = 'add a dead letter';
    const { keys, args } = this.#letters.added(number, letter);
    const call = this.#fenced(scripts.ADD_LETTER, lease, number, action, args);
    await this.dependencies.connection.run(action, { ...call, keys: [...call.keys, ...keys] });
  }

  deadLetters(): Promise<DeadLetter[]> {
    return this.#letters.all();
  }

  deadLetter(id: string): Promise<DeadLetter | undefined> {
    return this.#letters.one(id);
  }

  unannounced(number: string, limit: number): Promise<DeadLetter[]> {
    return this.#letters.unannounced(number, limit);
  }

  announced(id: string): Promise<void> {
    return this.#letters.announced(id);
  }

  failedAgain(id: string, error: string, attempts: number): Promise<void> {
    return this.#letters.failedAgain(id, error, attempts);
  }

  removeDeadLetter(id: string): Promise<boolean> {
    return this.#letters.remove(id);
  }

  async #handledOf(number: string, ids: readonly string[]): Promise<string[]> {
    const { connection, keys } = this.dependencies;
    const [ofNumber, handled] = keys.ofNumber(number);
    const longs = ids.map(padded);
    const call = { script: scripts.UNHANDLED, keys: [ofNumber, handled], args: longs };
    const answer = await connection.run('look which texts were handled', call);
    const [cursor, ...isHandled] = answer as [string, ...number[]];
    return ids.filter((_, i) => isHandled[i] === 1 || longs[i]! <= cursor);
  }

  async #write(
    script: scripts.Script,
    lease: Lease,
    number: string,
    action: string,
    args: readonly (string | number)[],
  ): Promise<void> {
    await this.dependencies.connection.run(
      action,
      this.#fenced(script, lease, number, action, args),
    );
  }

  #fenced(
    script: scripts.Script,
    lease: Lease,
    number: string,
    action: string,
    args: readonly (string | number)[],
  ) {
    const { keys, fence } = this.dependencies;
    const name: InboxLeaseName = `inbox:${number}`;
    return {
      script,
      keys: [keys.lease(name), ...keys.ofNumber(number)],
      args: [fence(name, lease, action), ...args],
    };
  }
}

/** A hash, as one connection or another gives it. */
function fieldsOf(answer: unknown): Record<string, string | undefined> {
  if (!Array.isArray(answer)) return answer as Record<string, string>;
  const fields: Record<string, string> = {};
  for (let i = 0; i < answer.length; i += 2) fields[String(answer[i])] = String(answer[i + 1]);
  return fields;
}

type TextRow = [from: string, to: string, body: string, receivedMs: number];

/** JSON, which escapes what is no Unicode: each code unit comes back. */
function toValue({ from, to, body, receivedAt }: InboundSms): string {
  return JSON.stringify([from, to, body, receivedAt.getTime()] satisfies TextRow);
}

function toText(id: string, value: string): InboundSms {
  const [from, to, body, receivedMs] = JSON.parse(value) as TextRow;
  return { id, from, to, body, receivedAt: new Date(receivedMs) };
}
