import { type ClockStart, SimulatorClock } from '../clock.js';
import type { Dialect } from '../dialect.js';
import type { SimulatorSettings } from '../options.js';
import { SeededRandom } from '../random.js';
import { WallClock } from '../wire/wall-clock.js';
import { Account } from './account.js';
import { Delivery } from './delivery.js';
import { IdSequence } from './id-sequence.js';
import { Inbox, type InboxText } from './inbox.js';
import { AcceptedMessage, type MessageData } from './message.js';
import { Messages } from './messages.js';
import { Schedule } from './schedule.js';

/** A message that has passed every check but the credit's. */
export type Draft = Pick<
  MessageData,
  'sender' | 'recipient' | 'body' | 'customerId' | 'parts' | 'sendDate'
>;

/** What a world emits. */
export type WorldEvent =
  | { readonly type: 'message.accepted' | 'message.changed'; readonly message: AcceptedMessage }
  | { readonly type: 'inbound.received' | 'inbound.read'; readonly text: InboxText };

/** Everything the service knows at one time. A reset makes a new one. */
export class World {
  readonly clock: SimulatorClock;
  readonly random: SeededRandom;
  readonly account: Account;
  readonly messages: Messages;
  readonly schedule = new Schedule();
  readonly inbox = new Inbox();
  readonly serverIds: IdSequence;
  readonly inboxIds: IdSequence;
  #dialect: Dialect;
  #wallClock: WallClock;
  readonly #statusByClock: (message: MessageData) => string;

  constructor(
    readonly settings: SimulatorSettings,
    readonly events: { emit(event: WorldEvent): void },
    startAt: ClockStart | undefined = settings.startAt,
  ) {
    this.clock = new SimulatorClock(startAt);
    this.random = new SeededRandom(settings.seed);
    this.account = new Account(settings.credit);
    this.messages = new Messages(settings.maxMessages);
    this.#dialect = settings.dialect;
    this.#wallClock = new WallClock(settings.dialect.timeZone);
    this.serverIds = new IdSequence(settings.dialect.firstId);
    this.inboxIds = new IdSequence(settings.dialect.firstId);
    const delivery = new Delivery(settings.delivery);
    this.#statusByClock = (message) => delivery.statusOf(message, this.clock.nowMs());
  }

  get dialect(): Dialect {
    return this.#dialect;
  }

  set dialect(dialect: Dialect) {
    this.#wallClock = new WallClock(dialect.timeZone);
    this.serverIds.raiseTo(dialect.firstId);
    this.inboxIds.raiseTo(dialect.firstId);
    this.#dialect = dialect;
  }

  get wallClock(): WallClock {
    return this.#wallClock;
  }

  /** Accepts and bills a message; returns nothing when the credit is not enough. */
  accept(draft: Draft, acceptedAt: Date): AcceptedMessage | undefined {
    const price = draft.parts * this.settings.pricePerPart;
    if (!this.account.charge(price)) return undefined;
    const serverId = this.serverIds.next().toString();
    const message = this.recall({ ...draft, serverId, price, acceptedAt });
    this.keep(message, acceptedAt.getTime());
    this.events.emit({ type: 'message.accepted', message });
    return message;
  }

  /** A message that was accepted in this world or an earlier one; no request finds it before it is kept. */
  recall(data: MessageData): AcceptedMessage {
    return new AcceptedMessage(data, this.#statusByClock);
  }

  keep(message: AcceptedMessage, nowMs: number): void {
    if (message.isWaiting(nowMs)) this.schedule.add(message);
    this.messages.add(message, nowMs);
  }

  cancel(message: AcceptedMessage): boolean {
    if (!message.isWaiting(this.clock.nowMs())) return false;
    message.cancelled = true;
    this.schedule.remove(message);
    this.account.refund(message.price);
    this.events.emit({ type: 'message.changed', message });
    return true;
  }

  receive(text: Omit<InboxText, 'id'>): InboxText {
    const arrived = { ...text, id: this.inboxIds.next() };
    this.inbox.add(arrived);
    this.events.emit({ type: 'inbound.received', text: arrived });
    return arrived;
  }

  /** Up to a page of texts that no request has read; from now on they are read. */
  takeUnread(number: string): InboxText[] {
    const texts = this.inbox.takeUnread(number, this.clock.nowMs());
    for (const text of texts) this.events.emit({ type: 'inbound.read', text });
    return texts;
  }
}
