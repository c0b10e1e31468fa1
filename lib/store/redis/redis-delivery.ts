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
import { inParts, ROWS_A_SCRIPT, timeOf, timeText } from './keys.js';
import type { AccountDependencies } from './account-dependencies.js';
import type { ScriptCall } from './redis-connection.js';
import { DUE, FOLLOW, LATEST, RECORD } from './scripts.js';

const KINDS = ['serverId', 'customerId'] as const;

/** The value of a followed message: when it is due, what else changes, and on a line of its own what does not. */
type Changing = [rung: number, failures: number, announced?: string];
type Constant = [startMs: number, customerId?: string];

export class RedisDelivery implements DeliveryStore {
  constructor(private readonly dependencies: AccountDependencies) {}

  /** More than a script takes are followed in parts: where one fails, those before it stay followed. */
  async follow(messages: readonly NewFollowed[]): Promise<void> {
    const { connection, keys } = this.dependencies;
    const calls = KINDS.flatMap((by) => {
      const rows = messages.filter((message) => message.by === by).map(toFollow);
      const ofKind = keys.followed(by);
      return inParts(rows).map((part) => ({ script: FOLLOW, keys: ofKind, args: part.flat() }));
    });
    for (const call of calls) await connection.runSafely('follow messages', call);
  }

  async due(by: IdKind, now: Date, limit: number, after?: DuePlace): Promise<Followed[]> {
    const { connection, keys } = this.dependencies;
    const to = `(${timeText(now.getTime() + 1)}`;
    const found: Followed[] = [];
    let place = after;
    while (found.length < limit) {
      const size = Math.min(ROWS_A_SCRIPT, limit - found.length);
      const from = place ? `(${timeText(place.dueAt.getTime())}${keptText(place.id)}` : '-';
      const call = { script: DUE, keys: keys.followed(by), args: [from, to, size] };
      const answer = await connection.run('look for messages that are due', call);
      const [ids, values] = answer as [string[], string[]];
      found.push(...ids.map((id, i) => toFollowed(by, id, values[i]!)));
      place = found.at(-1);
      if (ids.length < size) break;
    }
    return found;
  }

  async record(
    lease: Lease,
    changed: readonly FollowedChange[],
    done: readonly FollowedKey[],
  ): Promise<void> {
    const action = 'record delivery states';
    const { connection, keys, fence } = this.dependencies;
    const held = fence('delivery', lease, action);
    const calls = KINDS.flatMap((by): ScriptCall[] => {
      const rows = [
        ...changed.filter((change) => change.by === by).map(toChange),
        ...done.filter((key) => key.by === by).map(({ id }) => [keptText(id), '', '']),
      ];
      return inParts(rows).map((part) => ({
        script: RECORD,
        keys: [keys.lease('delivery'), ...keys.followed(by)],
        args: [held, ...part.flat()],
      }));
    });
    await connection.runTogether(action, calls.length > 0 ? calls : [this.#nothing(held)]);
  }

  async latestTime(now: Date): Promise<Date> {
    const { connection, keys } = this.dependencies;
    const call = { script: LATEST, keys: [keys.clock], args: [now.getTime()] };
    return new Date(Number(await connection.run('remember the time', call)));
  }

  /** Asks for the lease alone. */
  #nothing(held: string): ScriptCall {
    const { keys } = this.dependencies;
    return {
      script: RECORD,
      keys: [keys.lease('delivery'), ...keys.followed('serverId')],
      args: [held],
    };
  }
}

function toFollow({ id, customerId, startAt, dueAt }: NewFollowed): string[] {
  const constant: Constant = [
    startAt.getTime(),
    ...(customerId === undefined ? [] : [customerId]),
  ] as Constant;
  const changing: Changing = [0, 0];
  const rest = `${JSON.stringify(changing)}\n${JSON.stringify(constant)}`;
  return [keptText(id), timeText(dueAt.getTime()), rest];
}

function toChange({ id, dueAt, rung, announced, failures }: FollowedChange): string[] {
  const changing: Changing =
    announced === undefined ? [rung, failures] : [rung, failures, announced];
  return [keptText(id), timeText(dueAt.getTime()), JSON.stringify(changing)];
}

function toFollowed(by: IdKind, id: string, value: string): Followed {
  const line = value.indexOf('\n');
  const [rung, failures, announced] = JSON.parse(value.slice(16, line)) as Changing;
  const [startMs, customerId] = JSON.parse(value.slice(line + 1)) as Constant;
  return {
    by,
    id: readText(id),
    ...(customerId !== undefined && { customerId }),
    startAt: new Date(startMs),
    dueAt: new Date(timeOf(value.slice(0, 16))),
    rung,
    ...(announced !== undefined && { announced }),
    failures,
  };
}
