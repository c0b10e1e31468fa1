/**
 * Begins a statement that changes something only under a lease that still holds: `$1` is the account,
 * `$2` the lease's name, `$3` its fence. What follows takes its rows `FROM held`, or asks whether there
 * is one.
 *
 * The row stays locked until the statement is committed, so that another process takes the lease over
 * before it, and then nothing is done, or after it.
 */
export const held = (schema: string): string => `
  WITH held AS MATERIALIZED (
    SELECT FROM ${schema}.lease
    WHERE account = $1 AND name = $2 AND fence = $3 AND expires_at > now() FOR SHARE
  )`;

export const IS_HELD = 'EXISTS (SELECT FROM held)';

/** Ends such a statement: how many leases it was done under. */
export const COUNT_HELD = 'SELECT count(*)::int AS held FROM held';
