import type { InboundSms } from '../../api/api.types.js';
import { isLong } from '../../api/compare-ids.js';
import type { DeadLetter, InboxPosition, InboxStore } from '../inbox-store.js';
import type { InboxLeaseName, Lease } from '../lease.js';
import type { AccountRow } from './account-row.js';
import * as sql from './inbox-sql.js';
import { SqliteDeadLetters } from './sqlite-dead-letters.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteLeases } from './sqlite-leases.js';
import { keptText } from '../text.js';

const BEFORE_ALL = '-1';

export class SqliteInbox implements InboxStore {
  readonly #letters: SqliteDeadLetters;
  /** The rows of numbers; they are never deleted. */
  readonly #rows = new Map<string, number>();

  constructor(
    private readonly file: SqliteFile,
    private readonly account: AccountRow,
    private readonly leases: SqliteLeases,
  ) {
    this.#letters = new SqliteDeadLetters(file, account);
  }

  forgetRows(): void {
    this.#rows.clear();
  }

  async position(number: string): Promise<InboxPosition | undefined> {
    const account = this.account.id;
    return this.file.run('look where the inbox stands', () => {
      const row = this.file.statement(sql.POSITION).get([account, number]);
      return row && sql.toPosition(row);
    });
  }

  async unhandled(number: string, ids: readonly string[]): Promise<string[]> {
    const account = this.account.id;
    const longs = ids.filter(isLong);
    const others = ids.filter((id) => !isLong(id));
    const handled = this.file.run('look which texts were handled', () => {
      const parameters = [JSON.stringify(longs), account, number];
      const [json] = this.file.statement(sql.HANDLED).get(parameters)!;
      return new Set(JSON.parse(json as string) as string[]);
    });
    if (others.length > 0) for (const id of this.#letters.known(others)) handled.add(id);
    return ids.filter((id) => !handled.has(id));
  }

  async kept(number: string, after: string | undefined, limit: number): Promise<InboundSms[]> {
    const account = this.account.id;
    return this.file.run('look for kept texts', () => {
      const parameters = [account, number, after ?? BEFORE_ALL, limit];
      return this.file.statement(sql.KEPT).all(parameters).map(sql.toText);
    });
  }

  async intend(lease: Lease, number: string, at: Date): Promise<void> {
    const work = (row: number) => {
      this.file.statement(sql.INTEND).run([at.getTime(), row]);
    };
    this.#write(lease, number, 'announce a destructive read', work, 'power');
  }

  async keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void> {
    const work = (row: number) => {
      this.file.statement(sql.INTEND).run([null, row]);
      const keep = this.file.statement(sql.KEEP);
      for (const { id, from, to, body, receivedAt } of texts) {
        keep.run([row, id, ...[from, to, body].map(keptText), receivedAt.getTime()]);
      }
    };
    this.#write(lease, number, 'keep the answer of a destructive read', work, 'power');
  }

  async startAfter(lease: Lease, number: string, id: string): Promise<void> {
    this.#write(lease, number, 'remember where the inbox starts', (row) => {
      this.file.statement(sql.INTEND).run([null, row]);
      this.file.statement(sql.START_AFTER).run([id, row]);
      this.#sweep(row);
    });
  }

  /** One statement, and so one commit: it is done for every text. */
  async handled(lease: Lease, number: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const action = 'remember handled texts';
    const name = leaseOf(number);
    const held = [this.account.id, name, this.leases.fence(name, lease, action)];
    const row = this.#rows.get(number) ?? this.#write(lease, number, action);
    this.file.run(action, () => {
      const { changes } =
        ids.length === 1
          ? this.file.statement(sql.HANDLE).run([row, ids[0], ...held])
          : this.file.statement(sql.HANDLE_ALL).run([row, JSON.stringify(ids), ...held]);
      if (changes === 0) throw this.leases.lost(action);
    });
  }

  async advance(lease: Lease, number: string, cursor: string): Promise<void> {
    this.#write(lease, number, 'move the cursor of the inbox', (row) => {
      const { changes } = this.file.statement(sql.ADVANCE).run([cursor, row, cursor]);
      if (changes > 0) this.#sweep(row);
    });
  }

  async attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void> {
    this.#write(lease, number, 'count an attempt', (row) => {
      const counted = attempts > 0 ? [id, attempts] : [null, null];
      this.file.statement(sql.ATTEMPT).run([...counted, row]);
    });
  }

  async addDeadLetter(lease: Lease, number: string, letter: DeadLetter): Promise<void> {
    const { id } = letter.sms;
    this.#write(lease, number, 'add a dead letter', (row) => {
      const held = [this.account.id, lease.name, lease.fence];
      if (isLong(id)) this.file.statement(sql.HANDLE).run([row, id, ...held]);
      this.#letters.add(number, letter);
    });
  }

  async deadLetters(): Promise<DeadLetter[]> {
    return this.#letters.all();
  }

  async deadLetter(id: string): Promise<DeadLetter | undefined> {
    return this.#letters.one(id);
  }

  async unannounced(number: string, limit: number): Promise<DeadLetter[]> {
    return this.#letters.unannounced(number, limit);
  }

  async announced(id: string): Promise<void> {
    this.#letters.announced(id);
  }

  async failedAgain(id: string, error: string, attempts: number): Promise<void> {
    this.#letters.failedAgain(id, error, attempts);
  }

  async removeDeadLetter(id: string): Promise<boolean> {
    return this.#letters.remove(id);
  }

  #write(
    lease: Lease,
    number: string,
    action: string,
    work?: (row: number) => void,
    survives?: 'power',
  ): number {
    const account = this.account.id;
    const commit = () => {
      this.leases.check(leaseOf(number), lease, action);
      this.file.statement(sql.ADD_NUMBER).run([account, number]);
      const row = this.file.statement(sql.FIND_NUMBER).get([account, number])![0] as number;
      work?.(row);
      return row;
    };
    const row = this.file.write(action, commit, survives);
    this.#rows.set(number, row);
    return row;
  }

  #sweep(row: number): void {
    for (const statement of sql.SWEEP) this.file.statement(statement).run([row]);
  }
}

const leaseOf = (number: string): InboxLeaseName => `inbox:${number}`;
