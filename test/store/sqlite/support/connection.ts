import Database from 'libsql';
import type { Connection } from '../../../../lib/store/sqlite/driver.js';

export function openConnection(path: string): Connection {
  return new Database(path, {}) as unknown as Connection;
}

/** Works on a file as another program would. */
export function connect<T>(path: string, work: (connection: Connection) => T): T {
  const connection = openConnection(path);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
