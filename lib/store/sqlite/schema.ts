import { PayamSmsStoreError } from '../../errors/store.error.js';
import type { Connection } from './driver.js';
import { MIGRATIONS } from './migrations.js';

/** `PSMS`: tells the file from any other SQLite database. */
export const APPLICATION_ID = 0x50534d53;

/** @throws {PayamSmsStoreError} when the file is not a store, or of a later version */
export function checkOwnership(
  connection: Connection,
  file: string,
  migrations: readonly string[],
): void {
  const applicationId = numberOf(connection, 'PRAGMA application_id');
  const isEmpty = numberOf(connection, 'SELECT count(*) FROM sqlite_schema') === 0;
  if (applicationId !== APPLICATION_ID && !(applicationId === 0 && isEmpty)) {
    throw new PayamSmsStoreError('foreign', 'open', { file });
  }
  if (versionOf(connection) > migrations.length) {
    throw new PayamSmsStoreError('newer', 'open', { file });
  }
}

/** Makes the tables, or brings those of an older version up to this one, all or nothing. */
export function migrate(
  connection: Connection,
  file: string,
  migrations: readonly string[] = MIGRATIONS,
): void {
  // Before it asks for the version: of several processes that start, one migrates, the others wait.
  connection.exec('BEGIN IMMEDIATE');
  try {
    checkOwnership(connection, file, migrations);
    for (const step of migrations.slice(versionOf(connection))) connection.exec(step);
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    connection.exec(`PRAGMA user_version = ${migrations.length}`);
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

const versionOf = (connection: Connection) => numberOf(connection, 'PRAGMA user_version');

function numberOf(connection: Connection, sql: string): number {
  return connection.prepare(sql).raw().get([])![0] as number;
}
