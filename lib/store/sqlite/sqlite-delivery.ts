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
import type { AccountRow } from './account-row.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteLeases } from './sqlite-leases.js';
import { keptText, readText } from '../text.js';

/** The number of a list of followed messages: each account has one for each kind of id. */
const listOf = (account: number, by: IdKind) => 2 * account + (by === 'serverId' ? 0 : 1);

// Many rows travel as one JSON text: a call into the driver for each costs more than the work.
const FOLLOW = `
  INSERT INTO followed (kind, id, customer_id, start_at, due_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)
  WHERE TRUE ON CONFLICT DO NOTHING`;
const due = (behind: string) => `
  SELECT json_group_array(
    json_array(id, customer_id, start_at, due_at, rung, announced, failures))
  FROM (SELECT * FROM followed WHERE kind = ? AND due_at <= ? ${behind} ORDER BY due_at, id LIMIT ?)`;
const DUE = due('');
const DUE_BEHIND = due('AND (due_at, id) > (?, ?)');
const CHANGE = `
  UPDATE followed SET due_at = v ->> 2, rung = v ->> 3, announced = v ->> 4, failures = v ->> 5
  FROM (SELECT value AS v FROM json_each(?)) WHERE kind = v ->> 0 AND id = v ->> 1`;
const REMOVE = 'DELETE FROM followed WHERE kind = ? AND id IN (SELECT value FROM json_each(?))';
const LATEST = `
  INSERT INTO clock (account, at) VALUES (?, ?)
  ON CONFLICT (account) DO UPDATE SET at = max(at, excluded.at) RETURNING at`;

type DueRow = [string, string | null, number, number, number, string | null, number];

export class SqliteDelivery implements DeliveryStore {
  constructor(
    private readonly file: SqliteFile,
    private readonly account: AccountRow,
    private readonly leases: SqliteLeases,
  ) {}

  async follow(messages: readonly NewFollowed[]): Promise<void> {
    if (messages.length === 0) return;
    const account = this.account.id;
    const rows = messages.map(({ by, id, customerId, startAt, dueAt }) => [
      listOf(account, by),
      keptText(id),
      kept(customerId),
      startAt.getTime(),
      dueAt.getTime(),
    ]);
    this.file.run('follow messages', () => {
      this.file.statement(FOLLOW).run([JSON.stringify(rows)]);
    });
  }

  async due(by: IdKind, now: Date, limit: number, after?: DuePlace): Promise<Followed[]> {
    const list = listOf(this.account.id, by);
    return this.file.run('look for messages that are due', () => {
      const row = after
        ? this.file
            .statement(DUE_BEHIND)
            .get([list, now.getTime(), after.dueAt.getTime(), keptText(after.id), limit])
        : this.file.statement(DUE).get([list, now.getTime(), limit]);
      return (JSON.parse(row![0] as string) as DueRow[]).map((found) => toFollowed(by, found));
    });
  }

  async record(
    lease: Lease,
    changed: readonly FollowedChange[],
    done: readonly FollowedKey[],
  ): Promise<void> {
    const action = 'record delivery states';
    const account = this.account.id;
    this.file.write(action, () => {
      this.leases.check('delivery', lease, action);
      if (changed.length > 0) {
        const rows = changed.map((change) => [listOf(account, change.by), ...toRow(change)]);
        this.file.statement(CHANGE).run([JSON.stringify(rows)]);
      }
      for (const by of ['serverId', 'customerId'] as const) {
        const ids = done.filter((key) => key.by === by).map(({ id }) => keptText(id));
        if (ids.length > 0) {
          this.file.statement(REMOVE).run([listOf(account, by), JSON.stringify(ids)]);
        }
      }
    });
  }

  async latestTime(now: Date): Promise<Date> {
    const account = this.account.id;
    return this.file.run('remember the time', () => {
      // `all`, for with `get` the statement would stay open, and its commit with it.
      const [row] = this.file.statement(LATEST).all([account, now.getTime()]);
      return new Date(row![0] as number);
    });
  }
}

const kept = (text: string | undefined) => (text === undefined ? null : keptText(text));

const toRow = ({ id, dueAt, rung, announced, failures }: FollowedChange) => [
  keptText(id),
  dueAt.getTime(),
  rung,
  kept(announced),
  failures,
];

function toFollowed(
  by: IdKind,
  [id, customerId, startMs, dueMs, rung, announced, failures]: DueRow,
): Followed {
  return {
    by,
    id: readText(id),
    ...(customerId !== null && { customerId: readText(customerId) }),
    startAt: new Date(startMs),
    dueAt: new Date(dueMs),
    rung,
    ...(announced !== null && { announced: readText(announced) }),
    failures,
  };
}
