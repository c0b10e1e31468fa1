import { PayamSmsStoreError } from '../../errors/store.error.js';
import { MIGRATIONS } from './migrations.js';
import type { PoolClient } from './pool.js';
import type { PostgresConnection } from './postgres-connection.js';

/** Names the lock that processes take in turn which migrate at the same time. */
const LOCK = 'nestjs-payamsms';

/** For a step of a migration, and for another process to end its own. */
const MIGRATION_TIMEOUT_MS = 15_000;

const FIND_SCHEMA = `
  SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)::int AS schema,
    (to_regclass($2) IS NOT NULL)::int AS version,
    EXISTS (SELECT FROM pg_class WHERE relnamespace = to_regnamespace($3))::int AS others`;

/**
 * Makes the schema and its tables, or brings those of an older version up to this one, all or nothing.
 *
 * @throws {PayamSmsStoreError} when the schema holds something else, or tables of a later version
 */
export async function migrate(
  connection: PostgresConnection,
  schema: string,
  migrations = MIGRATIONS,
): Promise<void> {
  const quoted = `"${schema}"`;
  const version = `${quoted}.version`;
  await connection.transaction('open', async (client) => {
    await client.query({
      text: 'SELECT pg_advisory_xact_lock(hashtext($1))',
      values: [LOCK + schema],
      query_timeout: MIGRATION_TIMEOUT_MS,
    });
    const { rows } = await client.query({ text: FIND_SCHEMA, values: [schema, version, quoted] });
    const found = rows[0]!;
    if (found.version !== 1) {
      if (found.others === 1) throw new PayamSmsStoreError('foreign', 'open', connection);
      // Asked for only where it is missing: a role may have the right to its schema and to no other.
      if (found.schema !== 1) await client.query({ text: `CREATE SCHEMA ${quoted}` });
      await client.query({ text: `CREATE TABLE ${version} (number integer NOT NULL)` });
    }
    const number = await versionOf(client, version);
    if (number > migrations.length) throw new PayamSmsStoreError('newer', 'open', connection);
    if (number === migrations.length) return;
    for (const step of migrations.slice(number)) {
      await client.query({ text: step(quoted), query_timeout: MIGRATION_TIMEOUT_MS });
    }
    await client.query({ text: `DELETE FROM ${version}` });
    await client.query({ text: `INSERT INTO ${version} VALUES ($1)`, values: [migrations.length] });
  });
}

async function versionOf(client: PoolClient, table: string): Promise<number> {
  const { rows } = await client.query({ text: `SELECT number FROM ${table}` });
  return Number(rows[0]?.number ?? 0);
}
