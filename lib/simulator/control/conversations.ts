import { invalid } from '../input/parser.js';
import type { InboxText } from '../state/inbox.js';
import type { AcceptedMessage } from '../state/message.js';
import type { Simulation } from '../simulation.js';
import { messageFilter, type MessageFilter } from './messages.js';
import { conversationNumber } from './number.js';
import { conversationQuery, conversationsQuery, parseQuery } from './query.js';
import { ok, type Handler } from './request.js';
import { containing, fold } from './search.js';
import { inboundView, messageView } from './views.js';

type Bubble =
  | { readonly kind: 'sent'; readonly atMs: number; readonly message: AcceptedMessage }
  | { readonly kind: 'received'; readonly atMs: number; readonly text: InboxText };

interface Conversation {
  readonly number: string;
  last: Bubble;
  sent: number;
  received: number;
  fits: boolean;
}

const DEFAULT_LIMIT = 100;

export const listConversations: Handler = ({ query }, { simulation }) => {
  const { limit = DEFAULT_LIMIT, offset = 0, ...filter } = parseQuery(query, conversationsQuery);
  const found = conversations(simulation, filter);
  const page = found.slice(offset, offset + limit).map(({ number, last, sent, received }) => {
    const bubble = bubbleView(last, simulation);
    return { number, lastAt: bubble.at, last: bubble, sent, received };
  });
  return ok({ items: page, total: found.length });
};

export const getConversation: Handler = ({ names: [written = ''], query }, { simulation }) => {
  const number = conversationNumber(written);
  const { limit = DEFAULT_LIMIT, before, ...filter } = parseQuery(query, conversationQuery);
  const fits = bubbleFilter(filter, simulation);
  const all = bubbles(simulation)
    .filter((bubble) => numberOf(bubble) === number && fits(bubble))
    .toSorted(newestFirst);
  const start = before === undefined ? 0 : startAfter(all, before);
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  const next = last && start + limit < all.length ? cursorOf(last) : null;
  return ok({
    number,
    items: items.map((bubble) => bubbleView(bubble, simulation)),
    total: all.length,
    next,
  });
};

function conversations(simulation: Simulation, filter: MessageFilter): Conversation[] {
  const fits = bubbleFilter(filter, simulation);
  const inNumber = filter.contains && !filter.sender && !filter.state ? fold(filter.contains) : '';
  const byNumber = new Map<string, Conversation>();
  for (const bubble of bubbles(simulation)) {
    const number = numberOf(bubble);
    let conversation = byNumber.get(number);
    if (!conversation) {
      const named = inNumber !== '' && fold(number).includes(inNumber);
      conversation = { number, last: bubble, sent: 0, received: 0, fits: named };
      byNumber.set(number, conversation);
    }
    conversation[bubble.kind] += 1;
    if (newestFirst(bubble, conversation.last) < 0) conversation.last = bubble;
    conversation.fits ||= fits(bubble);
  }
  return [...byNumber.values()]
    .filter((conversation) => conversation.fits)
    .toSorted((one, other) => newestFirst(one.last, other.last));
}

/** Every text, sent and received, in no order. */
function bubbles({ world }: Simulation): Bubble[] {
  return [
    ...world.messages.all.map((message): Bubble => ({
      kind: 'sent',
      atMs: message.acceptedAt.getTime(),
      message,
    })),
    ...world.inbox.texts.map((text): Bubble => ({
      kind: 'received',
      atMs: text.receivedAt.getTime(),
      text,
    })),
  ];
}

/** A received text has no state: a filter by state never fits it. A filter by sender means the account's line. */
function bubbleFilter(filter: MessageFilter, simulation: Simulation): (bubble: Bubble) => boolean {
  const fitsMessage = messageFilter(filter, simulation.nowMs());
  const contains = containing(filter.contains);
  const { sender, state } = filter;
  return (bubble) => {
    if (bubble.kind === 'sent') return fitsMessage(bubble.message);
    const line = sender === undefined || bubble.text.to === sender;
    return line && state === undefined && contains(bubble.text);
  };
}

function numberOf(bubble: Bubble): string {
  return bubble.kind === 'sent' ? bubble.message.recipient : conversationNumber(bubble.text.from);
}

function idOf(bubble: Bubble): bigint {
  return bubble.kind === 'sent' ? BigInt(bubble.message.serverId) : bubble.text.id;
}

/** A total order, so that a page begins exactly where the page before it ended. */
function newestFirst(one: Bubble, other: Bubble): number {
  if (one.atMs !== other.atMs) return other.atMs - one.atMs;
  if (one.kind !== other.kind) return one.kind === 'received' ? -1 : 1;
  return idOf(one) > idOf(other) ? -1 : 1;
}

function cursorOf(bubble: Bubble): string {
  return `${bubble.atMs}.${bubble.kind}.${idOf(bubble)}`;
}

/** The index after a cursor, also when its bubble has been removed. */
function startAfter(all: readonly Bubble[], cursor: string): number {
  const [, at, kind, id] = /^(-?\d{1,16})\.(sent|received)\.(\d{1,19})$/.exec(cursor) ?? [];
  if (id === undefined) throw invalid('before', 'must be the `next` of the previous page');
  const isAfter = (bubble: Bubble) => {
    if (bubble.atMs !== Number(at)) return bubble.atMs < Number(at);
    if (bubble.kind !== kind) return kind === 'received';
    return idOf(bubble) < BigInt(id);
  };
  const index = all.findIndex(isAfter);
  return index < 0 ? all.length : index;
}

function bubbleView(bubble: Bubble, { world }: Simulation) {
  const at = new Date(bubble.atMs);
  return bubble.kind === 'sent'
    ? { kind: bubble.kind, at, message: messageView(bubble.message, world.clock.nowMs()) }
    : { kind: bubble.kind, at, text: inboundView(bubble.text, world.inbox.isUnread(bubble.text)) };
}
