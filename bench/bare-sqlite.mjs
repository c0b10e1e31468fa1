// The same work on the same database without the module: what its store is held against.
import { createRequire } from 'node:module';

const Database = createRequire(import.meta.url)('libsql');

// As SqliteStore has them, so that both write as much in the same way.
const PAGE_BYTES = 1024;
const PRAGMAS = `
  PRAGMA page_size = ${PAGE_BYTES};
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -8192;
  PRAGMA wal_autocheckpoint = ${(8 * 1024 ** 2) / PAGE_BYTES};`;

const TABLES = `
  CREATE TABLE IF NOT EXISTS handled (
    number INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (number, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS followed (
    kind INTEGER NOT NULL, id TEXT NOT NULL, customer_id TEXT, start_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
    rung INTEGER NOT NULL DEFAULT 0, announced TEXT, failures INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS followed_due ON followed (kind, due_at);`;

const KIND = 0;

/** Opens a file of its own, or one of SqliteStore. */
export function openBare(file) {
  const db = new Database(file);
  db.exec(PRAGMAS);
  db.exec(TABLES);
  const handle = db.prepare('INSERT OR REPLACE INTO handled VALUES (1, ?)');
  const follow = db.prepare(
    `INSERT INTO followed (kind, id, customer_id, start_at, due_at)
     SELECT ${KIND}, value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?)`,
  );
  const due = db
    .prepare(
      `SELECT json_group_array(json_array(id, customer_id, start_at, due_at, rung, announced, failures))
       FROM (SELECT * FROM followed WHERE kind = ${KIND} AND due_at <= ? ORDER BY due_at, id LIMIT ?)`,
    )
    .raw();
  const change = db.prepare(
    // The kind out of each row: with a constant one, SQLite would go through all of the table for each row.
    `UPDATE followed SET due_at = v ->> 2, rung = v ->> 3, announced = v ->> 4
     FROM (SELECT value AS v FROM json_each(?)) WHERE kind = v ->> 0 AND id = v ->> 1`,
  );
  const remove = db.prepare(
    `DELETE FROM followed WHERE kind = ${KIND} AND id IN (SELECT value FROM json_each(?))`,
  );
  return {
    /** One commit. */
    handle: (id) => handle.run([id]),
    follow: (rows) => follow.run([JSON.stringify(rows)]),
    /** Rows as lists: id, customerId, startAt, dueAt, rung, announced, failures. */
    due: (atMs, limit) => JSON.parse(due.get([atMs, limit])[0]),
    /** Rows as lists: id, dueAt, rung, announced. */
    change: (rows) => change.run([JSON.stringify(rows.map((row) => [KIND, ...row]))]),
    remove: (ids) => remove.run([JSON.stringify(ids)]),
    close: () => db.close(),
  };
}
