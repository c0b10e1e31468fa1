import {
  LEASE_MS,
  type LeaseRow,
  type LeaseRows,
  type Renewal,
} from '../remote/expiring-leases.js';
import type { PostgresConnection } from './postgres-connection.js';

/** For how long a lease remembers who wants it. */
const WANTED_MS = 3_000;

const ms = (parameter: string) => `now() + ${parameter} * interval '1 millisecond'`;

/** `now()` is when the statement began: while it waits for the row, no time goes by for it. */
const IS_FREE = 'l.expires_at <= now()';
const WANTS_MORE = '(l.wanted_until IS NULL OR l.wanted_until <= now() OR $5 <= l.wanted_by)';

/** Takes a lease that is free, and remembers who wants one that is not. */
const take = (schema: string) => `
  INSERT INTO ${schema}.lease AS l (account, name, fence, expires_at)
  VALUES ($1, $2, $3, ${ms('$4')})
  ON CONFLICT (account, name) DO UPDATE SET
    fence = CASE WHEN ${IS_FREE} THEN excluded.fence ELSE l.fence END,
    expires_at = CASE WHEN ${IS_FREE} THEN excluded.expires_at ELSE l.expires_at END,
    wanted_by = CASE WHEN ${IS_FREE} THEN NULL WHEN ${WANTS_MORE} THEN $5 ELSE l.wanted_by END,
    wanted_until = CASE WHEN ${IS_FREE} THEN NULL WHEN ${WANTS_MORE} THEN ${ms('$6')} ELSE l.wanted_until END
  RETURNING (l.fence = $3)::int AS taken`;

const renew = (schema: string) => `
  UPDATE ${schema}.lease AS l SET expires_at = ${ms('$4')}
  FROM unnest($1::text[], $2::text[], $3::text[]) AS own (account, name, fence)
  WHERE l.account = own.account AND l.name = own.name AND l.fence = own.fence AND l.expires_at > now()
  RETURNING l.fence, CASE WHEN l.wanted_until > now() THEN l.wanted_by END AS wanted_by`;

const free = (schema: string) =>
  `DELETE FROM ${schema}.lease WHERE account = $1 AND name = $2 AND fence = $3`;

/** A lease is a row whose time the holder moves on; the server's clock counts. */
export class PostgresLeases implements LeaseRows {
  readonly #sql;

  constructor(
    private readonly connection: PostgresConnection,
    schema: string,
  ) {
    this.#sql = { take: take(schema), renew: renew(schema), free: free(schema) };
  }

  async take({ account, name, fence }: LeaseRow, inboxes: number): Promise<boolean> {
    const values = [account, name, fence, LEASE_MS, inboxes, WANTED_MS];
    const [row] = await this.connection.query(`acquire the lease ${name}`, this.#sql.take, values);
    return row?.taken === 1;
  }

  async renew(rows: readonly LeaseRow[]): Promise<Renewal[]> {
    const column = (key: keyof LeaseRow) => rows.map((row) => row[key]);
    const values = [column('account'), column('name'), column('fence'), LEASE_MS];
    const found = await this.connection.query('renew leases', this.#sql.renew, values);
    const wanted = new Map(found.map((row) => [row.fence, row.wanted_by]));
    return rows.map(({ fence }) => {
      const wantedBy = wanted.get(fence) ?? null;
      return {
        isHeld: wanted.has(fence),
        ...(wantedBy !== null && { wantedBy: Number(wantedBy) }),
      };
    });
  }

  async free({ account, name, fence }: LeaseRow): Promise<void> {
    await this.connection.query(`release the lease ${name}`, this.#sql.free, [
      account,
      name,
      fence,
    ]);
  }
}
