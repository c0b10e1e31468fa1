import { COUNT_HELD, held, IS_HELD } from './fenced.js';

/** The statements of the inbox. `$1` is the account; of those under a lease `$4` is the number, `$5` what comes next. */
export function inboxSql(schema: string) {
  const {
    number,
    handled,
    kept,
    dead_letter: letter,
  } = {
    number: `${schema}.number`,
    handled: `${schema}.handled`,
    kept: `${schema}.kept`,
    dead_letter: `${schema}.dead_letter`,
  };
  const ofNumber = 'account = $1 AND number = $4';
  /** Texts, given as a list of ids, are handled. */
  const finish = (ids: string) => `
    known AS (
      INSERT INTO ${number} (account, number) SELECT $1, $4 FROM held ON CONFLICT DO NOTHING
    ), noted AS (
      INSERT INTO ${handled} (account, number, id)
      SELECT $1, $4, id FROM held, unnest(${ids}) AS given (id) ON CONFLICT DO NOTHING
    ), dropped AS (
      DELETE FROM ${kept} WHERE ${ofNumber} AND id = ANY (${ids}) AND ${IS_HELD}
    ), counted AS (
      UPDATE ${number} SET attempted = NULL, attempts = NULL
      WHERE ${ofNumber} AND attempted = ANY (${ids}) AND ${IS_HELD}
    )`;
  /** One row of the number, made where there is none. */
  const upsert = (columns: string, values: string, set: string) => `
    INSERT INTO ${number} AS n (account, number, ${columns}) SELECT $1, $4, ${values} FROM held
    ON CONFLICT (account, number) DO UPDATE SET ${set}`;
  const fenced = (parts: string) => `${held(schema)}, ${parts} ${COUNT_HELD}`;
  return {
    position: `
      SELECT cursor::text, intended_at::text, attempted::text, attempts
      FROM ${number} WHERE account = $1 AND number = $2`,
    /** `$3` are ids; those of them that are behind. */
    handledOf: `
      SELECT given.id::text FROM unnest($3::bigint[]) AS given (id)
      WHERE given.id <= (SELECT cursor FROM ${number} WHERE account = $1 AND number = $2)
        OR EXISTS (SELECT FROM ${handled} AS h WHERE h.account = $1 AND h.number = $2 AND h.id = given.id)`,
    kept: `
      SELECT k.id::text, text FROM ${kept} AS k
      WHERE account = $1 AND number = $2 AND k.id > $3 ORDER BY k.id LIMIT $4`,
    intend: fenced(
      `noted AS (${upsert('intended_at', '$5::bigint', 'intended_at = excluded.intended_at')})`,
    ),
    /** `$5` are ids, `$6` texts. */
    keepAnswer: fenced(`
      cleared AS (${upsert('intended_at', 'NULL', 'intended_at = NULL')}),
      noted AS (
        INSERT INTO ${kept} (account, number, id, text)
        SELECT $1, $4, given.id, given.text FROM held, unnest($5::bigint[], $6::text[]) AS given (id, text)
        WHERE NOT EXISTS (
          SELECT FROM ${handled} AS h WHERE h.account = $1 AND h.number = $4 AND h.id = given.id)
        ON CONFLICT (account, number, id) DO UPDATE SET text = excluded.text
      )`),
    startAfter: fenced(`
      moved AS (${upsert('cursor', '$5::bigint', 'cursor = excluded.cursor, intended_at = NULL')}),
      swept AS (DELETE FROM ${handled} WHERE ${ofNumber} AND id <= $5 AND ${IS_HELD})`),
    handled: fenced(finish('$5::bigint[]')),
    advance: fenced(`
      moved AS (
        UPDATE ${number} SET cursor = $5 WHERE ${ofNumber} AND cursor < $5 AND ${IS_HELD} RETURNING 1
      ), swept AS (
        DELETE FROM ${handled} WHERE ${ofNumber} AND id <= $5 AND EXISTS (SELECT FROM moved)
      )`),
    /** `$6`: how many; none where the text is handled. */
    attempted: fenced(`
      given AS (
        SELECT $5::bigint AS id, $6::integer AS attempts FROM held
        WHERE $6 > 0 AND NOT EXISTS (SELECT FROM ${handled} WHERE ${ofNumber} AND id = $5)
      ), counted AS (${upsert(
        'attempted, attempts',
        '(SELECT id FROM given), (SELECT attempts FROM given)',
        'attempted = excluded.attempted, attempts = excluded.attempts',
      )})`),
    /** `$5`: the id where it is a Long, in a list; then id, letter, error, attempts and time. */
    addDeadLetter: fenced(`${finish('$5::bigint[]')}, added AS (
      INSERT INTO ${letter} (account, id, number, letter, error, attempts, at)
      SELECT $1, $6, $4, $7, $8, $9::integer, $10::bigint FROM held
      ON CONFLICT (account, id) DO UPDATE SET number = excluded.number, letter = excluded.letter,
        error = excluded.error, attempts = excluded.attempts, at = excluded.at, state = 0
    )`),
  };
}
