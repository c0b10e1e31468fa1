import type { IdKind } from '../../api/status-calls.js';
import type { DeliveryStore, Followed, FollowedKey, NewFollowed } from '../delivery-store.js';
import type { Lease } from '../lease.js';
import type { SqliteFile } from './sqlite-file.js';
import type { SqliteLeases } from './sqlite-leases.js';
import { keptText, readText } from './text.js';

const KINDS: readonly IdKind[] = ['serverId', 'customerId'];
const kindOf = (by: IdKind) => KINDS.indexOf(by);

// Many rows travel as one JSON text: a call into the driver for each costs more than the work.
const FOLLOW = `
  INSERT INTO followed (kind, id, customer_id, start_at, due_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)
  WHERE TRUE ON CONFLICT DO NOTHING`;
const DUE = `
  SELECT json_group_array(
    json_array(id, customer_id, start_at, due_at, rung, announced, failures))
  FROM (SELECT * FROM followed WHERE kind = ? AND due_at <= ? ORDER BY due_at LIMIT ?)`;
const CHANGE = `
  UPDATE followed SET customer_id = v ->> 2, start_at = v ->> 3, due_at = v ->> 4,
    rung = v ->> 5, announced = v ->> 6, failures = v ->> 7
  FROM (SELECT value AS v FROM json_each(?)) WHERE kind = v ->> 0 AND id = v ->> 1`;
const REMOVE = 'DELETE FROM followed WHERE kind = ? AND id IN (SELECT value FROM json_each(?))';
const LATEST = `
  INSERT INTO clock (id, at) VALUES (1, ?)
  ON CONFLICT (id) DO UPDATE SET at = max(at, excluded.at) RETURNING at`;
const NEXT_DUE = 'SELECT min(due_at) FROM followed WHERE kind = ?';

type DueRow = [string, string | null, number, number, number, string | null, number];

export class SqliteDelivery implements DeliveryStore {
  constructor(
    private readonly file: SqliteFile,
    private readonly leases: SqliteLeases,
  ) {}

  async follow(messages: readonly NewFollowed[]): Promise<void> {
    if (messages.length === 0) return;
    const rows = messages.map(({ by, id, customerId, startAt, dueAt }) => [
      kindOf(by),
      keptText(id),
      kept(customerId),
      startAt.getTime(),
      dueAt.getTime(),
    ]);
    this.file.run('follow messages', () => {
      this.file.statement(FOLLOW).run([JSON.stringify(rows)]);
    });
  }

  async due(by: IdKind, now: Date, limit: number): Promise<Followed[]> {
    return this.file.run('look for messages whose time has come', () => {
      const row = this.file.statement(DUE).get([kindOf(by), now.getTime(), limit]);
      return (JSON.parse(row![0] as string) as DueRow[]).map((due) => toFollowed(by, due));
    });
  }

  async record(
    lease: Lease,
    changed: readonly Followed[],
    done: readonly FollowedKey[],
  ): Promise<void> {
    const action = 'record delivery states';
    this.file.write(action, () => {
      this.leases.check('delivery', lease, action);
      if (changed.length > 0) {
        this.file.statement(CHANGE).run([JSON.stringify(changed.map(toRow))]);
      }
      for (const by of KINDS) {
        const ids = done.filter((key) => key.by === by).map(({ id }) => keptText(id));
        if (ids.length > 0) {
          this.file.statement(REMOVE).run([kindOf(by), JSON.stringify(ids)]);
        }
      }
    });
  }

  async latest(now: Date): Promise<Date> {
    return this.file.run('remember the time', () => {
      // `all`, for with `get` the statement would stay open, and its commit with it.
      const [row] = this.file.statement(LATEST).all([now.getTime()]);
      return new Date(row![0] as number);
    });
  }

  async nextDue(): Promise<Date | undefined> {
    return this.file.read('look when the next message is due', () => {
      const times = KINDS.map(
        (by) => this.file.statement(NEXT_DUE).get([kindOf(by)])![0] as number | null,
      ).filter((time) => time !== null);
      return times.length > 0 ? new Date(Math.min(...times)) : undefined;
    });
  }

  async count(): Promise<number> {
    return this.file.run('count the followed messages', () => {
      return this.file.statement('SELECT count(*) FROM followed').get([])![0] as number;
    });
  }
}

const kept = (text: string | undefined) => (text === undefined ? null : keptText(text));

function toRow({ by, id, customerId, startAt, dueAt, rung, announced, failures }: Followed) {
  return [
    kindOf(by),
    keptText(id),
    kept(customerId),
    startAt.getTime(),
    dueAt.getTime(),
    rung,
    kept(announced),
    failures,
  ];
}

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
