import type { AcceptedMessage } from '../state/message.js';
import { fitting } from './messages.js';
import { ControlProblem } from './problem.js';
import { readQuery, waitQuery } from './query.js';
import { ok, type Desk, type Handler } from './request.js';
import { messageView } from './views.js';

const DEFAULT_MS = 5_000;

/** How many of the newest messages a wait that failed shows. */
const SHOWN = 10;

export const waitForMessage: Handler = async ({ query, left }, desk) => {
  const { after, timeout: timeoutMs = DEFAULT_MS, ...filter } = readQuery(query, waitQuery);
  const { simulation } = desk;
  const fitsFilter = fitting(filter, simulation.nowMs());
  const fits = (message: AcceptedMessage) =>
    (after === undefined || BigInt(message.serverId) > after) && fitsFilter(message);

  const present = simulation.world.messages.all.findLast(fits);
  const found = present ?? (await simulation.feed.next(fits, timeoutMs, left));
  if (typeof found !== 'string') return ok(messageView(found, simulation.nowMs()));
  if (found === 'left' || found === 'close') return undefined;
  const sought = `No message matched ${described({ ...filter, after })}`;
  if (found === 'reset') throw new ControlProblem(409, 'reset', `${sought} before reset().`);
  throw tooLate(`${sought} within ${timeoutMs} ms.`, desk);
};

function described(filter: Readonly<Record<string, string | bigint | undefined>>): string {
  const parts = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${JSON.stringify(String(value))}`);
  return parts.length > 0 ? parts.join(', ') : '(any)';
}

function tooLate(message: string, { simulation }: Desk): ControlProblem {
  const { all } = simulation.world.messages;
  const nowMs = simulation.nowMs();
  const arrived = all
    .slice(-SHOWN)
    .toReversed()
    .map((each) => messageView(each, nowMs));
  const details = { arrived, total: all.length };
  // A connection that a 408 came by is one that browsers may ask again on by themselves.
  const headers = { connection: 'close' };
  return new ControlProblem(408, 'timeout', `${message} ${all.length} arrived.`, details, headers);
}
