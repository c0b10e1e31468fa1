import type { InboundSms } from '../../api/api.types.js';
import { isLong } from '../../api/compare-ids.js';
import type { FailedText, InboxPosition, InboxStore } from '../inbox-store.js';
import type { InboxDuty, Lease } from '../lease.js';
import * as sql from './inbox-sql.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteLeases } from './sqlite-leases.js';
import { keptText } from './text.js';

export class SqliteInbox implements InboxStore {
  /** The rows of numbers; they are never deleted. */
  readonly #lines = new Map<string, number>();

  constructor(
    private readonly file: SqliteFile,
    private readonly leases: SqliteLeases,
  ) {}

  async position(number: string): Promise<InboxPosition | undefined> {
    return this.file.read('look where the inbox stands', () => {
      const row = this.file.statement(sql.POSITION).get([number]);
      if (!row) return undefined;
      const [line] = row;
      return sql.toPosition(
        row,
        this.file.statement(sql.HANDLED).get([line])![0] as string,
        this.file.statement(sql.WAITING).all([line]),
      );
    });
  }

  async intend(lease: Lease, number: string, at: Date): Promise<void> {
    const work = (line: number) => {
      this.file.statement(sql.INTEND).run([at.getTime(), line]);
    };
    this.#write(lease, number, 'announce a destructive read', work, 'power');
  }

  async keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void> {
    const work = (line: number) => {
      this.file.statement(sql.INTEND).run([null, line]);
      const keep = this.file.statement(sql.KEEP);
      for (const { id, from, to, body, receivedAt } of texts) {
        keep.run([line, id, ...[from, to, body].map(keptText), receivedAt.getTime()]);
      }
    };
    this.#write(lease, number, 'keep the answer of a destructive read', work, 'power');
  }

  async startAfter(lease: Lease, number: string, id: string): Promise<void> {
    this.#write(lease, number, 'remember where the inbox starts', (line) => {
      this.file.statement(sql.INTEND).run([null, line]);
      this.#askAfter(line, id);
    });
  }

  /** The usual case is one statement, and so one commit: it is done once a text. */
  async handled(lease: Lease, number: string, id: string, at: Date): Promise<void> {
    const action = 'remember a handled text';
    const duty = dutyOf(number);
    const epoch = this.leases.epoch(duty, lease, action);
    const line = this.#lines.get(number) ?? this.#write(lease, number, action);
    this.file.run(action, () => {
      const { changes } = this.file
        .statement(sql.HANDLE)
        .run([line, id, at.getTime(), duty, epoch]);
      if (changes === 0) throw this.leases.lost(action);
    });
  }

  async trail(lease: Lease, number: string, upTo: string): Promise<void> {
    this.#write(lease, number, 'move the inbox on', (line) => {
      const { changes } = this.file.statement(sql.MOVE_ON).run([upTo, line, upTo]);
      if (changes > 0) this.#sweep(line);
    });
  }

  async attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void> {
    this.#write(lease, number, 'count an attempt', (line) => {
      this.file.statement(sql.ATTEMPT).run([id, attempts, line]);
    });
  }

  async setAside(lease: Lease, number: string, failure: FailedText): Promise<void> {
    const { sms, error, attempts, at } = failure;
    this.#write(lease, number, 'set a text aside', (line) => {
      if (isLong(sms.id)) {
        this.file.statement(sql.HANDLE).run([line, sms.id, at.getTime(), lease.duty, lease.epoch]);
      }
      this.file
        .statement(sql.SET_ASIDE)
        .run([
          ...[sms.id, sms.from, sms.to, sms.body].map(keptText),
          sms.receivedAt.getTime(),
          keptText(error),
          attempts,
          at.getTime(),
        ]);
    });
  }

  async wasSetAside(id: string): Promise<boolean> {
    return this.file.run('look whether a text was set aside', () => {
      return this.file.statement(sql.WAS_SET_ASIDE).get([keptText(id)]) !== undefined;
    });
  }

  async failed(): Promise<FailedText[]> {
    return this.file.run('list the texts set aside', () => {
      return this.file.statement(sql.FAILED).all([]).map(sql.toFailedText);
    });
  }

  async unannounced(): Promise<FailedText[]> {
    return this.file.run('list the texts set aside and not announced', () => {
      return this.file.statement(sql.UNANNOUNCED).all([]).map(sql.toFailedText);
    });
  }

  async announced(id: string): Promise<void> {
    this.file.run('remember that a text set aside was announced', () => {
      this.file.statement(sql.ANNOUNCED).run([keptText(id)]);
    });
  }

  async failedAgain(id: string, error: string, attempts: number): Promise<void> {
    this.file.run('count a failure of a text set aside', () => {
      this.file.statement(sql.FAILED_AGAIN).run([keptText(error), attempts, keptText(id)]);
    });
  }

  async forget(id: string): Promise<boolean> {
    return this.file.run('forget a text set aside', () => {
      const forget = isLong(id) ? sql.FORGET : sql.EMPTY;
      return this.file.statement(forget).run([keptText(id)]).changes > 0;
    });
  }

  #write(
    lease: Lease,
    number: string,
    action: string,
    work?: (line: number) => void,
    survives?: 'power',
  ): number {
    const commit = () => {
      this.leases.check(dutyOf(number), lease, action);
      this.file.statement(sql.ADD_LINE).run([number]);
      const line = this.file.statement(sql.POSITION).get([number])![0] as number;
      work?.(line);
      return line;
    };
    const line = this.file.write(action, commit, survives);
    this.#lines.set(number, line);
    return line;
  }

  #askAfter(line: number, id: string): void {
    this.file.statement(sql.ASK_AFTER).run([id, line]);
    this.#sweep(line);
  }

  #sweep(line: number): void {
    for (const statement of sql.SWEEP) this.file.statement(statement).run([line]);
  }
}

const dutyOf = (number: string): InboxDuty => `inbox:${number}`;
