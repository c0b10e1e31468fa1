import { isLong } from '../../api/compare-ids.js';
import type { DeadLetter } from '../inbox-store.js';
import { keptText, readText } from '../text.js';
import { deadLetterSql } from './dead-letter-sql.js';
import type { AccountDependencies } from './account-dependencies.js';

type Letter = [id: string, from: string, to: string, body: string, receivedMs: number];

/** The dead letters of one account, by their texts' ids. */
export class PostgresDeadLetters {
  readonly #sql;

  constructor(private readonly dependencies: AccountDependencies) {
    this.#sql = deadLetterSql(dependencies.schema);
  }

  /** What is added, behind the number's values. */
  valuesOf({ sms, error, attempts, at }: DeadLetter): unknown[] {
    const { id, from, to, body, receivedAt } = sms;
    const letter: Letter = [id, from, to, body, receivedAt.getTime()];
    const finished = isLong(id) ? [id] : [];
    return [
      finished,
      keptText(id),
      JSON.stringify(letter),
      keptText(error),
      attempts,
      at.getTime(),
    ];
  }

  async known(ids: readonly string[]): Promise<string[]> {
    const action = 'look which texts became dead letters';
    const rows = await this.#query(action, this.#sql.known, [ids.map(keptText)]);
    return rows.map(({ id }) => readText(String(id)));
  }

  async all(): Promise<DeadLetter[]> {
    return (await this.#query('list the dead letters', this.#sql.all)).map(toDeadLetter);
  }

  async one(id: string): Promise<DeadLetter | undefined> {
    const rows = await this.#query('look for a dead letter', this.#sql.one, [keptText(id)]);
    return rows.map(toDeadLetter)[0];
  }

  async unannounced(number: string, limit: number): Promise<DeadLetter[]> {
    const action = 'list the dead letters that are not announced';
    return (await this.#query(action, this.#sql.unannounced, [number, limit])).map(toDeadLetter);
  }

  async announced(id: string): Promise<void> {
    await this.#query('remember that a dead letter was announced', this.#sql.announced, [
      keptText(id),
    ]);
  }

  async failedAgain(id: string, error: string, attempts: number): Promise<void> {
    const values = [keptText(id), keptText(error), attempts];
    await this.#query('count a failure of a dead letter', this.#sql.failedAgain, values);
  }

  async remove(id: string): Promise<boolean> {
    const sql = isLong(id) ? this.#sql.remove : this.#sql.empty;
    return (await this.#query('remove a dead letter', sql, [keptText(id)])).length > 0;
  }

  #query(action: string, sql: string, values: readonly unknown[] = []) {
    const { connection, account } = this.dependencies;
    return connection.query(action, sql, [account, ...values]);
  }
}

function toDeadLetter(row: Record<string, unknown>): DeadLetter {
  const [id, from, to, body, receivedMs] = JSON.parse(String(row.letter)) as Letter;
  return {
    sms: { id, from, to, body, receivedAt: new Date(receivedMs) },
    error: readText(String(row.error)),
    attempts: Number(row.attempts),
    at: new Date(Number(row.at)),
  };
}
