import type { InboundSms } from '../../api/api.types.js';
import type { FailedText, InboxPosition } from '../inbox-store.js';
import type { Row } from './driver.js';
import { readText } from './text.js';

// Ids are read as texts: a JavaScript number would lose digits of theirs.
export const POSITION = `
  SELECT id, CAST(ask_after AS TEXT), intended_at, CAST(attempted AS TEXT), attempts
  FROM line WHERE number = ?`;
/** In one JSON text, for there may be hundreds of thousands after a busy minute. */
export const HANDLED = `
  SELECT json_group_array(json_array(CAST(id AS TEXT), at)) FROM handled WHERE line = ?`;
/** A handled text waits no more; its row is swept away later, so that handling is one statement. */
export const WAITING = `
  SELECT CAST(id AS TEXT), sender, recipient, body, received_at FROM waiting
  WHERE line = ?1 AND NOT EXISTS (SELECT 1 FROM handled WHERE line = ?1 AND id = waiting.id)
  ORDER BY id`;

export const ADD_LINE = 'INSERT INTO line (number) VALUES (?) ON CONFLICT DO NOTHING';
export const INTEND = 'UPDATE line SET intended_at = ? WHERE id = ?';
export const KEEP = `
  INSERT OR REPLACE INTO waiting (line, id, sender, recipient, body, received_at)
  VALUES (?, ?, ?, ?, ?, ?)`;
/** Changes nothing for a holder whose epoch has passed. */
export const HANDLE = `
  INSERT OR REPLACE INTO handled (line, id, at)
  SELECT ?, ?, ? FROM lease WHERE name = ? AND epoch = ?`;
export const MOVE_ON = 'UPDATE line SET ask_after = ? WHERE id = ? AND ask_after < ?';
export const ASK_AFTER = 'UPDATE line SET ask_after = ? WHERE id = ?';
export const SWEEP = [
  `DELETE FROM waiting
   WHERE line = ?1 AND EXISTS (SELECT 1 FROM handled WHERE line = ?1 AND id = waiting.id)`,
  `UPDATE line SET attempted = NULL, attempts = NULL
   WHERE id = ?1 AND EXISTS (SELECT 1 FROM handled WHERE line = ?1 AND id = attempted)`,
  `DELETE FROM handled
   WHERE line = ?1 AND id <= (SELECT ask_after FROM line WHERE id = ?1)`,
] as const;
export const ATTEMPT = 'UPDATE line SET attempted = ?, attempts = ? WHERE id = ?';

export const SET_ASIDE = `
  INSERT OR REPLACE INTO failed (id, sender, recipient, body, received_at, error, attempts, at, announced)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`;
const FAILED_TEXTS = `
  SELECT id, sender, recipient, body, received_at, error, attempts, at FROM failed`;
/** One that was forgotten, and may be listed again by the service, keeps its id and nothing else. */
const FORGOTTEN = 2;
export const FAILED = `${FAILED_TEXTS} WHERE announced < ${FORGOTTEN} ORDER BY at, length(id), id`;
export const UNANNOUNCED = `${FAILED_TEXTS} WHERE announced = 0 ORDER BY at, length(id), id`;
export const WAS_SET_ASIDE = 'SELECT 1 FROM failed WHERE id = ?';
export const ANNOUNCED = 'UPDATE failed SET announced = 1 WHERE id = ? AND announced = 0';
export const FAILED_AGAIN = 'UPDATE failed SET error = ?, attempts = ? WHERE id = ?';
export const FORGET = 'DELETE FROM failed WHERE id = ?';
export const EMPTY = `
  UPDATE failed SET sender = '', recipient = '', body = '', error = '', announced = ${FORGOTTEN}
  WHERE id = ? AND announced < ${FORGOTTEN}`;

export function toPosition(line: Row, handledJson: string, waiting: readonly Row[]): InboxPosition {
  const [, askAfter, intendedAt, attempted, attempts] = line as PositionRow;
  const handledRows = JSON.parse(handledJson) as [string, number][];
  const handled = new Map(handledRows.map(([id, at]) => [id, new Date(at)]));
  return {
    ...(askAfter !== null && { askAfter }),
    ...(intendedAt !== null && { intendedAt: new Date(intendedAt) }),
    ...(attempted !== null &&
      attempts !== null &&
      !handled.has(attempted) && { attempts: { id: attempted, count: attempts } }),
    handled,
    waiting: waiting.map(toText),
  };
}

export function toFailedText(row: Row): FailedText {
  const [error, attempts, at] = row.slice(5) as [string, number, number];
  return { sms: toText(row), error: readText(error), attempts, at: new Date(at) };
}

type PositionRow = [number, string | null, number | null, string | null, number | null];

function toText(row: Row): InboundSms {
  const [id, from, to, body] = (row.slice(0, 4) as string[]).map(readText);
  return { id: id!, from: from!, to: to!, body: body!, receivedAt: new Date(row[4] as number) };
}
