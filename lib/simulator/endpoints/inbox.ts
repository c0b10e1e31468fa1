import { RequestRefused } from '../wire/request-refused.js';
import type { WireRequest } from '../wire/request.js';
import type { World } from '../state/world.js';
import { jsonAnswer, type Answer } from '../wire/answer.js';
import { logicalError } from '../wire/logical-errors.js';
import { parameter } from './fields.js';

/** Guide 6.2. */
export function getInbox(request: WireRequest, world: World): Answer {
  const { dialect, inbox, settings, wallClock } = world;
  const number = parameter(request, 'number');
  const id = parameter(request, 'id');
  if (number === undefined) throw new RequestRefused(400, 'E2');
  const own = settings.lines === 'any' || settings.lines.includes(number);
  if (!own || !/^98\d+$/.test(number)) throw new RequestRefused(400, 'E223');
  if (id !== undefined && !/^-?\d{1,19}$/.test(id)) throw new RequestRefused(400);

  const nowMs = world.clock.nowMs();
  const texts =
    id === undefined ? world.takeUnread(number) : inbox.after(number, BigInt(id), nowMs);
  if (texts.length === 0 && dialect.emptyInbox.as === 'error') {
    return jsonAnswer(logicalError('E7'), dialect.emptyInbox.status);
  }
  return jsonAnswer(
    texts.map((text) => ({
      id: text.id,
      body: text.body,
      from: text.from,
      to: text.to,
      date: wallClock.format(text.receivedAt, dialect.inboxCalendar),
    })),
  );
}
