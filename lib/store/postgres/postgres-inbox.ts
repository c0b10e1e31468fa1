import type { InboundSms } from '../../api/api.types.js';
import { isLong } from '../../api/compare-ids.js';
import type { DeadLetter, InboxPosition, InboxStore } from '../inbox-store.js';
import type { Lease } from '../lease.js';
import { inboxSql } from './inbox-sql.js';
import type { AccountDependencies } from './account-dependencies.js';
import { PostgresDeadLetters } from './postgres-dead-letters.js';

const BEFORE_ALL = '-1';

export class PostgresInbox implements InboxStore {
  readonly #sql;
  readonly #letters: PostgresDeadLetters;

  constructor(private readonly dependencies: AccountDependencies) {
    this.#sql = inboxSql(dependencies.schema);
    this.#letters = new PostgresDeadLetters(dependencies);
  }

  async position(number: string): Promise<InboxPosition | undefined> {
    const { connection, account } = this.dependencies;
    const action = 'look where the inbox stands';
    const [row] = await connection.query(action, this.#sql.position, [account, number]);
    return row && toPosition(row as unknown as PositionRow);
  }

  async unhandled(number: string, ids: readonly string[]): Promise<string[]> {
    const { connection, account } = this.dependencies;
    const action = 'look which texts were handled';
    const others = ids.filter((id) => !isLong(id));
    const values = [account, number, ids.filter(isLong)];
    const rows = await connection.query(action, this.#sql.handledOf, values);
    const handled = new Set(rows.map(({ id }) => String(id)));
    if (others.length > 0) for (const id of await this.#letters.known(others)) handled.add(id);
    return ids.filter((id) => !handled.has(id));
  }

  async kept(number: string, after: string | undefined, limit: number): Promise<InboundSms[]> {
    const { connection, account } = this.dependencies;
    const values = [account, number, after ?? BEFORE_ALL, limit];
    const rows = await connection.query('look for kept texts', this.#sql.kept, values);
    return rows.map(({ id, text }) => toText(String(id), String(text)));
  }

  async intend(lease: Lease, number: string, at: Date): Promise<void> {
    await this.#commit(
      'announce a destructive read',
      this.#sql.intend,
      lease,
      number,
      at.getTime(),
    );
  }

  async keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void> {
    const byId = new Map(texts.map((text) => [text.id, toValue(text)]));
    const rows = [[...byId.keys()], [...byId.values()]];
    const action = 'keep the answer of a destructive read';
    await this.#commit(action, this.#sql.keepAnswer, lease, number, ...rows);
  }

  async startAfter(lease: Lease, number: string, id: string): Promise<void> {
    await this.#commit('remember where the inbox starts', this.#sql.startAfter, lease, number, id);
  }

  async handled(lease: Lease, number: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.#commit('remember handled texts', this.#sql.handled, lease, number, [...ids]);
  }

  async advance(lease: Lease, number: string, cursor: string): Promise<void> {
    await this.#commit('move the cursor of the inbox', this.#sql.advance, lease, number, cursor);
  }

  async attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void> {
    await this.#commit('count an attempt', this.#sql.attempted, lease, number, id, attempts);
  }

  async addDeadLetter(lease: Lease, number: string, letter: DeadLetter): Promise<void> {
    const values = this.#letters.valuesOf(letter);
    await this.#commit('add a dead letter', this.#sql.addDeadLetter, lease, number, ...values);
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

  async #commit(
    action: string,
    sql: string,
    lease: Lease,
    number: string,
    ...values: unknown[]
  ): Promise<void> {
    const { connection, fenced } = this.dependencies;
    const held = fenced(`inbox:${number}`, lease, action);
    await connection.commit(action, sql, [...held, number, ...values]);
  }
}

interface PositionRow {
  cursor: string | null;
  intended_at: string | null;
  attempted: string | null;
  attempts: number | null;
}

function toPosition({
  cursor,
  intended_at: at,
  attempted: id,
  attempts,
}: PositionRow): InboxPosition {
  return {
    ...(cursor !== null && { cursor }),
    ...(at !== null && { intendedAt: new Date(Number(at)) }),
    ...(id !== null && attempts !== null && { attempts: { id, count: attempts } }),
  };
}

type Text = [from: string, to: string, body: string, receivedMs: number];

function toValue({ from, to, body, receivedAt }: InboundSms): string {
  return JSON.stringify([from, to, body, receivedAt.getTime()] satisfies Text);
}

function toText(id: string, value: string): InboundSms {
  const [from, to, body, receivedMs] = JSON.parse(value) as Text;
  return { id, from, to, body, receivedAt: new Date(receivedMs) };
}
