import type { AcceptedMessage } from '../state/message.js';
import { messageFilter } from './messages.js';
import { ControlProblem } from './problem.js';
import { parseQuery, waitQuery } from './query.js';
import { ok, type ControlContext, type Handler } from './request.js';
import { messageView } from './views.js';

const DEFAULT_MS = 5_000;

/** How many of the newest messages the error of a wait lists. */
const MAX_LISTED = 10;

export const waitForMessage: Handler = async ({ query, disconnected }, context) => {
  const { after, timeout: timeoutMs = DEFAULT_MS, ...filter } = parseQuery(query, waitQuery);
  const { simulation } = context;
  const fitsFilter = messageFilter(filter, simulation.nowMs());
  const fits = (message: AcceptedMessage) =>
    (after === undefined || BigInt(message.serverId) > after) && fitsFilter(message);

  const present = simulation.world.messages.all.findLast(fits);
  const found = present ?? (await simulation.feed.next(fits, timeoutMs, disconnected));
  if (typeof found !== 'string') return ok(messageView(found, simulation.nowMs()));
  if (found === 'disconnected' || found === 'close') return undefined;
  const missing = `No message matched ${described({ ...filter, after })}`;
  if (found === 'reset')
    throw new ControlProblem(409, 'reset', `${missing} before the simulator was reset.`);
  throw timedOut(`${missing} within ${timeoutMs} ms.`, context);
};

function described(filter: Readonly<Record<string, string | bigint | undefined>>): string {
  const parts = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${JSON.stringify(String(value))}`);
  return parts.length > 0 ? parts.join(', ') : '(any)';
}

function timedOut(message: string, { simulation }: ControlContext): ControlProblem {
  const { all } = simulation.world.messages;
  const nowMs = simulation.nowMs();
  const arrived = all
    .slice(-MAX_LISTED)
    .toReversed()
    .map((each) => messageView(each, nowMs));
  const details = { arrived, total: all.length };
  // A browser repeats a request by itself when a 408 comes on a connection that stays open.
  const headers = { connection: 'close' };
  return new ControlProblem(408, 'timeout', `${message} ${all.length} arrived.`, details, headers);
}
