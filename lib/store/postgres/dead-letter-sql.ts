/** One that was removed, and may be listed again by the service, keeps its id and nothing else. */
const REMOVED = 2;

/** The statements of dead letters; `$1` is the account. */
export function deadLetterSql(schema: string) {
  const table = `${schema}.dead_letter`;
  const letters = `SELECT letter, error, attempts, at::text FROM ${table} WHERE account = $1`;
  const oldestFirst = 'ORDER BY at, length(id), id';
  return {
    all: `${letters} AND state < ${REMOVED} ${oldestFirst}`,
    one: `${letters} AND id = $2 AND state < ${REMOVED}`,
    unannounced: `${letters} AND number = $2 AND state = 0 ${oldestFirst} LIMIT $3`,
    /** Those of the ids that were ever added. */
    known: `SELECT id FROM ${table} WHERE account = $1 AND id = ANY ($2::text[])`,
    announced: `UPDATE ${table} SET state = 1 WHERE account = $1 AND id = $2 AND state = 0`,
    failedAgain: `
      UPDATE ${table} SET error = $3, attempts = $4 WHERE account = $1 AND id = $2 AND state < ${REMOVED}`,
    remove: `DELETE FROM ${table} WHERE account = $1 AND id = $2 RETURNING 1`,
    empty: `
      UPDATE ${table} SET letter = '', error = '', state = ${REMOVED}
      WHERE account = $1 AND id = $2 AND state < ${REMOVED} RETURNING 1`,
  };
}
