import type { DeadLetter } from '../inbox-store.js';
import type { Row } from './driver.js';
import { toText } from './inbox-sql.js';
import { readText } from '../text.js';

/** One that was removed, and may be listed again by the service, keeps its id and nothing else. */
const REMOVED = 2;

export const ADD = `
  INSERT OR REPLACE INTO dead_letter
    (account, id, number, sender, recipient, body, received_at, error, attempts, at, announced)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`;
const LETTERS = `
  SELECT id, sender, recipient, body, received_at, error, attempts, at FROM dead_letter`;
const OLDEST_FIRST = 'ORDER BY at, length(id), id';
export const ALL = `${LETTERS} WHERE account = ? AND announced < ${REMOVED} ${OLDEST_FIRST}`;
export const ONE = `${LETTERS} WHERE account = ? AND id = ? AND announced < ${REMOVED}`;
export const UNANNOUNCED = `
  ${LETTERS} WHERE account = ? AND number = ? AND announced = 0 ${OLDEST_FIRST} LIMIT ?`;
/** Those of the ids that were ever added, in one JSON text. */
export const KNOWN = `
  SELECT json_group_array(value) FROM json_each(?) AS given
  WHERE EXISTS (SELECT 1 FROM dead_letter WHERE account = ? AND id = given.value)`;
export const ANNOUNCED =
  'UPDATE dead_letter SET announced = 1 WHERE account = ? AND id = ? AND announced = 0';
export const FAILED_AGAIN = `
  UPDATE dead_letter SET error = ?, attempts = ?
  WHERE account = ? AND id = ? AND announced < ${REMOVED}`;
export const REMOVE = 'DELETE FROM dead_letter WHERE account = ? AND id = ?';
export const EMPTY = `
  UPDATE dead_letter SET sender = '', recipient = '', body = '', error = '', announced = ${REMOVED}
  WHERE account = ? AND id = ? AND announced < ${REMOVED}`;

export function toDeadLetter(row: Row): DeadLetter {
  const [error, attempts, at] = row.slice(5) as [string, number, number];
  return { sms: toText(row), error: readText(error), attempts, at: new Date(at) };
}
