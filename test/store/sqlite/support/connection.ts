import Database from 'libsql';
import type { Connection } from '../../../../lib/store/sqlite/driver.js';

/** Works on a file as another program would. */
export function connect<T>(path: string, work: (connection: Connection) => T): T {
  const connection = new Database(path, {}) as unknown as Connection;
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
