import { invalid, object, type Parser } from '../input/parser.js';
import { accountNumber } from '../input/numbers.js';
import { instant, text, wholeNumber } from '../input/values.js';
import type { InboxText } from '../state/inbox.js';
import { conversationNumber } from './number.js';
import { pageOf } from './page-of.js';
import { inboxQuery, parseQuery } from './query.js';
import { created, ok, type ControlContext, type Handler } from './request.js';
import { containing } from './search.js';
import { inboundView } from './views.js';

export const listInbox: Handler = ({ query }, { simulation }) => {
  const { from, to, contains, ...paging } = parseQuery(query, inboxQuery);
  const { inbox } = simulation.world;
  const number = from === undefined ? undefined : conversationNumber(from);
  const containsText = containing(contains);
  const fits = (text: InboxText) =>
    (number === undefined || conversationNumber(text.from) === number) &&
    (to === undefined || text.to === to) &&
    containsText(text);
  const { items, ...page } = pageOf(inbox.texts, ({ id }) => id, fits, paging);
  return ok({ items: items.map((text) => inboundView(text, inbox.isUnread(text))), ...page });
};

const incoming = object(
  { from: text({ min: 1, max: 100 }), to: accountNumber, body: text({ max: 100_000 }) },
  // At most a year, since the clock ends a year before the last date that can be written.
  { at: instant, visibleAfterMs: wholeNumber({ min: 0, max: 31_536_000_000 }) },
);

export const receive: Handler = ({ body }, context) => {
  const { at: receivedAt, visibleAfterMs = 0, to, ...rest } = incoming(body, '');
  const arrived = { ...rest, to: ownLine(context)(to, 'to'), receivedAt, visibleAfterMs };
  return created(inboundView(context.simulation.receive(arrived), true));
};

function ownLine({ simulation }: ControlContext): Parser<string> {
  const { lines } = simulation.settings;
  return (value, where) => {
    const line = String(value);
    if (lines === 'any' || lines.includes(line)) return line;
    throw invalid(where, `must be one of the account's numbers: ${lines.join(', ')}`);
  };
}
