import { isLong } from '../../api/compare-ids.js';
import type { DeadLetter } from '../inbox-store.js';
import type { AccountRow } from './account-row.js';
import * as sql from './dead-letter-sql.js';
import type { SqliteFile } from './sqlite-file.js';
import { keptText, readText } from '../text.js';

/** The dead letters of one account, by their texts' ids. */
export class SqliteDeadLetters {
  constructor(
    private readonly file: SqliteFile,
    private readonly account: AccountRow,
  ) {}

  /** In the transaction of its caller. */
  add(number: string, { sms, error, attempts, at }: DeadLetter): void {
    const { id, from, to, body, receivedAt } = sms;
    this.file
      .statement(sql.ADD)
      .run([
        this.account.id,
        ...[id, number, from, to, body].map(keptText),
        receivedAt.getTime(),
        keptText(error),
        attempts,
        at.getTime(),
      ]);
  }

  /** Those of some ids that letters were ever added of, removed since or not. */
  known(ids: readonly string[]): string[] {
    const account = this.account.id;
    return this.file.run('look which texts became dead letters', () => {
      const [json] = this.file
        .statement(sql.KNOWN)
        .get([JSON.stringify(ids.map(keptText)), account])!;
      return (JSON.parse(json as string) as string[]).map(readText);
    });
  }

  all(): DeadLetter[] {
    const account = this.account.id;
    return this.file.run('list the dead letters', () => {
      return this.file.statement(sql.ALL).all([account]).map(sql.toDeadLetter);
    });
  }

  one(id: string): DeadLetter | undefined {
    const account = this.account.id;
    return this.file.run('look for a dead letter', () => {
      return this.file
        .statement(sql.ONE)
        .all([account, keptText(id)])
        .map(sql.toDeadLetter)[0];
    });
  }

  unannounced(number: string, limit: number): DeadLetter[] {
    const account = this.account.id;
    return this.file.run('list the dead letters that are not announced', () => {
      const parameters = [account, keptText(number), limit];
      return this.file.statement(sql.UNANNOUNCED).all(parameters).map(sql.toDeadLetter);
    });
  }

  announced(id: string): void {
    const account = this.account.id;
    this.file.run('remember that a dead letter was announced', () => {
      this.file.statement(sql.ANNOUNCED).run([account, keptText(id)]);
    });
  }

  failedAgain(id: string, error: string, attempts: number): void {
    const account = this.account.id;
    this.file.run('count a failure of a dead letter', () => {
      const parameters = [keptText(error), attempts, account, keptText(id)];
      this.file.statement(sql.FAILED_AGAIN).run(parameters);
    });
  }

  remove(id: string): boolean {
    const account = this.account.id;
    return this.file.run('remove a dead letter', () => {
      const remove = isLong(id) ? sql.REMOVE : sql.EMPTY;
      return this.file.statement(remove).run([account, keptText(id)]).changes > 0;
    });
  }
}
