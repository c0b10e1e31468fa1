import type { IdKind } from '../../api/status-calls.js';
import type {
  DeliveryStore,
  DuePlace,
  Followed,
  FollowedChange,
  FollowedKey,
  NewFollowed,
} from '../delivery-store.js';
import type { Lease } from '../lease.js';
import { keptText, readText } from '../text.js';
import { COUNT_HELD, held, IS_HELD } from './fenced.js';
import type { AccountDependencies } from './account-dependencies.js';

const kindOf = (by: IdKind) => (by === 'serverId' ? 0 : 1);

const follow = (schema: string) => `
  INSERT INTO ${schema}.followed (account, kind, id, customer_id, start_at, due_at)
  SELECT $1, * FROM unnest($2::smallint[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
  ON CONFLICT DO NOTHING`;

const due = (schema: string, behind: string) => `
  SELECT id, customer_id, start_at::text, due_at::text, rung, announced, failures
  FROM ${schema}.followed WHERE account = $1 AND kind = $2 AND due_at <= $3 ${behind}
  ORDER BY due_at, id LIMIT $4`;

const record = (schema: string) => `
  ${held(schema)}, changed AS (
    UPDATE ${schema}.followed AS f
    SET due_at = v.due_at, rung = v.rung, announced = v.announced, failures = v.failures
    FROM unnest($4::smallint[], $5::text[], $6::bigint[], $7::integer[], $8::text[], $9::integer[])
      AS v (kind, id, due_at, rung, announced, failures)
    WHERE f.account = $1 AND f.kind = v.kind AND f.id = v.id AND ${IS_HELD}
  ), removed AS (
    DELETE FROM ${schema}.followed AS f
    USING unnest($10::smallint[], $11::text[]) AS v (kind, id)
    WHERE f.account = $1 AND f.kind = v.kind AND f.id = v.id AND ${IS_HELD}
  ) ${COUNT_HELD}`;

const latest = (schema: string) => `
  INSERT INTO ${schema}.clock AS c (account, at) VALUES ($1, $2)
  ON CONFLICT (account) DO UPDATE SET at = greatest(c.at, excluded.at) RETURNING at::text`;

export class PostgresDelivery implements DeliveryStore {
  readonly #sql;

  constructor(private readonly dependencies: AccountDependencies) {
    const { schema } = dependencies;
    this.#sql = {
      follow: follow(schema),
      due: due(schema, ''),
      dueBehind: due(schema, 'AND (due_at, id) > ($5, $6)'),
      record: record(schema),
      latest: latest(schema),
    };
  }

  async follow(messages: readonly NewFollowed[]): Promise<void> {
    if (messages.length === 0) return;
    const { connection, account } = this.dependencies;
    await connection.query('follow messages', this.#sql.follow, [
      account,
      messages.map(({ by }) => kindOf(by)),
      messages.map(({ id }) => keptText(id)),
      messages.map(({ customerId }) => kept(customerId)),
      messages.map(({ startAt }) => startAt.getTime()),
      messages.map(({ dueAt }) => dueAt.getTime()),
    ]);
  }

  async due(by: IdKind, now: Date, limit: number, after?: DuePlace): Promise<Followed[]> {
    const { connection, account } = this.dependencies;
    const values = [account, kindOf(by), now.getTime(), limit];
    const behind = after ? [after.dueAt.getTime(), keptText(after.id)] : [];
    const sql = after ? this.#sql.dueBehind : this.#sql.due;
    const action = 'look for messages that are due';
    const rows = await connection.query(action, sql, [...values, ...behind]);
    return rows.map((row) => toFollowed(by, row as unknown as DueRow));
  }

  async record(
    lease: Lease,
    changed: readonly FollowedChange[],
    done: readonly FollowedKey[],
  ): Promise<void> {
    const { connection, fenced } = this.dependencies;
    const action = 'record delivery states';
    const keys = [...new Map(done.map((key) => [keyOf(key), key])).values()];
    const ended = new Set(keys.map(keyOf));
    // A row is changed or removed, and once: of one statement no part sees what another has done.
    const changes = [...new Map(changed.map((change) => [keyOf(change), change])).values()].filter(
      (change) => !ended.has(keyOf(change)),
    );
    await connection.commit(action, this.#sql.record, [
      ...fenced('delivery', lease, action),
      changes.map(({ by }) => kindOf(by)),
      changes.map(({ id }) => keptText(id)),
      changes.map(({ dueAt }) => dueAt.getTime()),
      changes.map(({ rung }) => rung),
      changes.map(({ announced }) => kept(announced)),
      changes.map(({ failures }) => failures),
      keys.map(({ by }) => kindOf(by)),
      keys.map(({ id }) => keptText(id)),
    ]);
  }

  async latestTime(now: Date): Promise<Date> {
    const { connection, account } = this.dependencies;
    const values = [account, now.getTime()];
    const [row] = await connection.query('remember the time', this.#sql.latest, values);
    return new Date(Number(row!.at));
  }
}

const keyOf = ({ by, id }: FollowedKey) => `${by} ${id}`;

const kept = (text: string | undefined) => (text === undefined ? null : keptText(text));

interface DueRow {
  id: string;
  customer_id: string | null;
  start_at: string;
  due_at: string;
  rung: number;
  announced: string | null;
  failures: number;
}

function toFollowed(by: IdKind, row: DueRow): Followed {
  return {
    by,
    id: readText(row.id),
    ...(row.customer_id !== null && { customerId: readText(row.customer_id) }),
    startAt: new Date(Number(row.start_at)),
    dueAt: new Date(Number(row.due_at)),
    rung: row.rung,
    ...(row.announced !== null && { announced: readText(row.announced) }),
    failures: row.failures,
  };
}
