import { randomBytes } from 'node:crypto';
import type { Duration } from './clock.js';
import type { Dialect } from './dialect.js';
import { SimulatorEvents, type Cleared } from './events.js';
import type { Fault } from './faults/fault.js';
import { Faults } from './faults/faults.js';
import type { FaultKind, FaultTarget } from './faults/kinds.js';
import type { FaultOptions } from './faults/options.js';
import { KnownSecrets } from './http/mask/index.js';
import { RequestHandler } from './http/request-handler.js';
import { RequestLog } from './http/request-log.js';
import { MessageFeed } from './message-feed.js';
import { merge, type SimulatorSettings } from './options.js';
import type { InboxText } from './state/inbox.js';
import type { AcceptedMessage } from './state/message.js';
import { World } from './state/world.js';

/** The simulator without its server: everything that can be done to it. Each change emits an event. */
export class Simulation {
  /** Another one after each start, so that a page sees that the simulator is a new one. */
  readonly instance = randomBytes(6).toString('hex');
  readonly startedAt = new Date();
  readonly events = new SimulatorEvents();
  readonly faults = new Faults();
  readonly feed = new MessageFeed();
  readonly log: RequestLog;
  readonly handler: RequestHandler;
  readonly #populate: (simulation: Simulation) => void;
  #world: World;
  #secrets: { readonly token: string | undefined; readonly known: KnownSecrets };

  /** `populate` fills a new world with what is to be there from the start, such as a seed. */
  constructor(
    readonly settings: SimulatorSettings,
    populate: (simulation: Simulation) => void = () => undefined,
  ) {
    this.log = new RequestLog(settings.requestLogLimit, () => this.secrets);
    this.handler = new RequestHandler(this.faults, this.log, this.events);
    this.events.subscribe((event) => {
      if (event.type === 'message.accepted') this.feed.publish(event.message);
    });
    this.#populate = populate;
    this.#secrets = { token: undefined, known: secretsOf(settings) };
    this.#world = new World(settings, this.events);
    populate(this);
  }

  /** The secrets that no log and no answer may show. */
  get secrets(): KnownSecrets {
    const { livingToken } = this.#world.account;
    if (livingToken !== this.#secrets.token) {
      this.#secrets = { token: livingToken, known: secretsOf(this.settings, livingToken) };
    }
    return this.#secrets.known;
  }

  get world(): World {
    return this.#world;
  }

  nowMs(): number {
    return this.#world.clock.nowMs();
  }

  advance(by: Duration): void {
    this.#world.clock.advance(by);
    this.events.emit({ type: 'clock.changed' });
  }

  setCredit(rials: number): void {
    if (!Number.isSafeInteger(rials)) throw new RangeError(`Not an amount in rials: ${rials}`);
    this.#world.account.credit = rials;
    this.events.emit({ type: 'credit.changed' });
  }

  setDialect(changes: Partial<Dialect>): void {
    this.#world.dialect = merge(this.#world.dialect, changes);
    this.events.emit({ type: 'dialect.changed' });
  }

  receive({
    visibleAfterMs,
    receivedAt,
    ...text
  }: Pick<InboxText, 'from' | 'to' | 'body'> & {
    readonly receivedAt: Date | undefined;
    readonly visibleAfterMs: number;
  }): InboxText {
    const nowMs = this.nowMs();
    return this.#world.receive({
      ...text,
      receivedAt: receivedAt ?? new Date(nowMs),
      visibleAtMs: nowMs + visibleAfterMs,
    });
  }

  decide(message: AcceptedMessage, status: string): void {
    message.decidedStatus = status;
    this.events.emit({ type: 'message.changed', message });
  }

  fail(target: FaultTarget, kind: FaultKind, options: FaultOptions): Fault {
    const fault = this.faults.add(target, kind, options);
    this.events.emit({ type: 'faults.changed' });
    return fault;
  }

  removeFault(id: string): boolean {
    const removed = this.faults.remove(id);
    if (removed) this.events.emit({ type: 'faults.changed' });
    return removed;
  }

  clearFaults(): number {
    const removed = this.faults.clear();
    this.events.emit({ type: 'faults.changed' });
    return removed;
  }

  /** Returns how many were removed. */
  clear(what: Cleared): number {
    let removed = 0;
    if (what === 'messages' || what === 'conversations') {
      removed += this.#world.messages.clear();
      this.#world.schedule.clear();
    }
    if (what === 'inbox' || what === 'conversations') removed += this.#world.inbox.clear();
    if (what === 'requests') removed += this.log.clear();
    this.events.emit({ type: 'cleared', what });
    return removed;
  }

  reset(): void {
    this.#begin(new World(this.settings, this.events));
    this.#populate(this);
    this.events.emit({ type: 'reset', reason: 'reset' });
  }

  /** Goes on in a world that another module has made, such as an imported one. */
  enter(world: World, populate: () => void): void {
    this.#begin(world);
    populate();
    this.events.emit({ type: 'reset', reason: 'import' });
  }

  #begin(world: World): void {
    this.feed.endWaits('reset');
    this.faults.clear();
    this.faults.forgetFired();
    this.log.clear();
    this.#world = world;
  }
}

function secretsOf({ credentials, token }: SimulatorSettings, livingToken?: string): KnownSecrets {
  const { clientId, clientSecret, username, password } = credentials;
  const pairs = [`${clientId}:${clientSecret}`, `${username}:${password}`];
  return new KnownSecrets([password, clientSecret, ...pairs, livingToken, token]);
}
