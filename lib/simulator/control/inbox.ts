import { invalid, object, type Parser } from '../input/parser.js';
import { accountNumber } from '../input/numbers.js';
import { instant, text, wholeNumber } from '../input/values.js';
import type { InboxText } from '../state/inbox.js';
import { conversationNumber } from './number.js';
import { pageOf } from './page-of.js';
import { inboxQuery, readQuery } from './query.js';
import { created, ok, type Desk, type Handler } from './request.js';
import { containing } from './search.js';
import { inboundView } from './views.js';

export const listInbox: Handler = ({ query }, { simulation }) => {
  const { from, to, contains, ...paging } = readQuery(query, inboxQuery);
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
  // A year of it; further, and the clock could not show when.
  { at: instant, visibleAfterMs: wholeNumber({ min: 0, max: 31_536_000_000 }) },
);

export const receive: Handler = ({ body }, desk) => {
  const { at: receivedAt, visibleAfterMs = 0, to, ...rest } = incoming(body, '');
  const arrived = { ...rest, to: ownLine(desk)(to, 'to'), receivedAt, visibleAfterMs };
  return created(inboundView(desk.simulation.receive(arrived), true));
};

function ownLine({ simulation }: Desk): Parser<string> {
  const { lines } = simulation.settings;
  return (value, where) => {
    const line = String(value);
    if (lines === 'any' || lines.includes(line)) return line;
    throw invalid(where, `must be one of the account's numbers: ${lines.join(', ')}`);
  };
}
