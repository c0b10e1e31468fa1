import type { SqliteFile } from './sqlite-file.js';

const ADD = 'INSERT INTO account (name) VALUES (?) ON CONFLICT DO NOTHING';
const FIND = 'SELECT id FROM account WHERE name = ?';

/** Every file has it, see schema.ts. */
const UNNAMED = 0;

/** The number by which the tables know an account. Its row is made at the first use. */
export class AccountRow {
  #id?: number | undefined;

  constructor(
    private readonly file: SqliteFile,
    readonly name: string,
  ) {}

  /** To be asked for outside of transactions: it may write. */
  get id(): number {
    return (this.#id ??= this.name === '' ? UNNAMED : this.#find());
  }

  forget(): void {
    this.#id = undefined;
  }

  #find(): number {
    return this.file.run('find the account', () => {
      const found = () => this.file.statement(FIND).all([this.name])[0]?.[0] as number | undefined;
      const known = found();
      if (known !== undefined) return known;
      this.file.statement(ADD).run([this.name]);
      return found()!;
    });
  }
}
