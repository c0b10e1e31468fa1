import type { InboundSms } from '../../api/api.types.js';
import type { InboxPosition } from '../inbox-store.js';
import type { Row } from './driver.js';
import { readText } from '../text.js';

// Handling is one statement, and all that it makes superfluous is swept away later: attempts at a
// handled text, and a handled text that was kept, stay until then and are not read any more.
// Ids are read as texts: a JavaScript number would lose digits of theirs.
export const POSITION = `
  SELECT CAST(cursor AS TEXT), intended_at, CAST(attempted AS TEXT),
    CASE WHEN NOT EXISTS (SELECT 1 FROM handled WHERE number = of.id AND id = of.attempted)
    THEN attempts END
  FROM number AS of WHERE account = ? AND number = ?`;
/** Those of the ids that are behind, in one JSON text. */
export const HANDLED = `
  SELECT json_group_array(value)
  FROM number AS of, (SELECT value, CAST(value AS INTEGER) AS id FROM json_each(?)) AS given
  WHERE account = ? AND number = ? AND (given.id <= of.cursor
    OR EXISTS (SELECT 1 FROM handled WHERE number = of.id AND id = given.id))`;
export const KEPT = `
  SELECT CAST(kept.id AS TEXT), sender, recipient, body, received_at
  FROM number AS of JOIN kept ON kept.number = of.id
  WHERE of.account = ? AND of.number = ? AND kept.id > ?
    AND NOT EXISTS (SELECT 1 FROM handled WHERE number = of.id AND id = kept.id)
  ORDER BY kept.id LIMIT ?`;

export const ADD_NUMBER =
  'INSERT INTO number (account, number) VALUES (?, ?) ON CONFLICT DO NOTHING';
export const FIND_NUMBER = 'SELECT id FROM number WHERE account = ? AND number = ?';
export const INTEND = 'UPDATE number SET intended_at = ? WHERE id = ?';
export const KEEP = `
  INSERT OR REPLACE INTO kept (number, id, sender, recipient, body, received_at)
  VALUES (?, ?, ?, ?, ?, ?)`;
const IS_HELD = 'FROM lease WHERE account = ? AND name = ? AND fence = ?';
/** Both change nothing for a holder whose lease is lost. */
export const HANDLE = `INSERT OR REPLACE INTO handled (number, id) SELECT ?, ? ${IS_HELD}`;
export const HANDLE_ALL = `
  INSERT OR REPLACE INTO handled (number, id)
  SELECT ?, given.value FROM json_each(?) AS given, (SELECT 1 ${IS_HELD})`;
export const START_AFTER = 'UPDATE number SET cursor = ? WHERE id = ?';
export const ADVANCE = `${START_AFTER} AND cursor < ?`;
export const SWEEP = [
  `DELETE FROM kept
   WHERE number = ?1 AND EXISTS (SELECT 1 FROM handled WHERE number = ?1 AND id = kept.id)`,
  `UPDATE number SET attempted = NULL, attempts = NULL
   WHERE id = ?1 AND EXISTS (SELECT 1 FROM handled WHERE number = ?1 AND id = attempted)`,
  `DELETE FROM handled
   WHERE number = ?1 AND id <= (SELECT cursor FROM number WHERE id = ?1)`,
] as const;
export const ATTEMPT = 'UPDATE number SET attempted = ?, attempts = ? WHERE id = ?';

type PositionRow = [string | null, number | null, string | null, number | null];

export function toPosition(row: Row): InboxPosition {
  const [cursor, intendedAt, id, count] = row as unknown as PositionRow;
  return {
    ...(cursor !== null && { cursor }),
    ...(intendedAt !== null && { intendedAt: new Date(intendedAt) }),
    ...(id !== null && count !== null && { attempts: { id, count } }),
  };
}

export function toText(row: Row): InboundSms {
  const [id, from, to, body] = (row.slice(0, 4) as string[]).map(readText);
  return { id: id!, from: from!, to: to!, body: body!, receivedAt: new Date(row[4] as number) };
}
