import { randomBytes } from 'node:crypto';
import { Bulletin, type Cleared } from './bulletin.js';
import type { Duration } from './clock.js';
import type { Dialect } from './dialect.js';
import type { FaultKind, FaultOptions, FaultTarget } from './faults/fault.js';
import { Faults, type ArmedFault } from './faults/faults.js';
import { Dispatcher } from './http/dispatcher.js';
import { KnownSecrets } from './http/mask/index.js';
import { RequestLog } from './http/request-log.js';
import { MessageFeed } from './message-feed.js';
import { merge, type SimulatorSettings } from './options.js';
import type { InboxText } from './state/inbox.js';
import type { AcceptedMessage } from './state/message.js';
import { World } from './state/world.js';

/** The simulator without its server: everything that can be done to it, told to whoever reads the bulletin. */
export class Simulation {
  /** Another one after each start, so that a page sees that it talks to a new one. */
  readonly instance = randomBytes(6).toString('hex');
  readonly startedAt = new Date();
  readonly bulletin = new Bulletin();
  readonly faults = new Faults();
  readonly feed = new MessageFeed();
  readonly log: RequestLog;
  readonly dispatcher: Dispatcher;
  readonly #furnish: (simulation: Simulation) => void;
  #world: World;
  #secrets: { readonly token: string | undefined; readonly known: KnownSecrets };

  /** `furnish` puts into a new world what is to be there from the start, such as a seed. */
  constructor(
    readonly settings: SimulatorSettings,
    furnish: (simulation: Simulation) => void = () => undefined,
  ) {
    this.log = new RequestLog(settings.requestLogLimit, () => this.secrets);
    this.dispatcher = new Dispatcher(this.faults, this.log, this.bulletin);
    this.bulletin.read((happening) => {
      if (happening.type === 'message.accepted') this.feed.publish(happening.message);
    });
    this.#furnish = furnish;
    this.#secrets = { token: undefined, known: secretsOf(settings) };
    this.#world = new World(settings, this.bulletin);
    furnish(this);
  }

  /** What must not be shown wherever it stands. */
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
    this.bulletin.post({ type: 'clock.changed' });
  }

  setCredit(rials: number): void {
    if (!Number.isSafeInteger(rials)) throw new RangeError(`Not an amount in rials: ${rials}`);
    this.#world.account.credit = rials;
    this.bulletin.post({ type: 'credit.changed' });
  }

  setDialect(changes: Partial<Dialect>): void {
    this.#world.dialect = merge(this.#world.dialect, changes);
    this.bulletin.post({ type: 'dialect.changed' });
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
    this.bulletin.post({ type: 'message.changed', message });
  }

  fail(target: FaultTarget, kind: FaultKind, options: FaultOptions): ArmedFault {
    const fault = this.faults.add(target, kind, options);
    this.bulletin.post({ type: 'faults.changed' });
    return fault;
  }

  removeFault(id: string): boolean {
    const removed = this.faults.remove(id);
    if (removed) this.bulletin.post({ type: 'faults.changed' });
    return removed;
  }

  clearFaults(): number {
    const removed = this.faults.clear();
    this.bulletin.post({ type: 'faults.changed' });
    return removed;
  }

  /** Gives how many were forgotten. */
  clear(what: Cleared): number {
    let removed = 0;
    if (what === 'messages' || what === 'conversations') {
      removed += this.#world.messages.clear();
      this.#world.schedule.clear();
    }
    if (what === 'inbox' || what === 'conversations') removed += this.#world.inbox.clear();
    if (what === 'requests') removed += this.log.clear();
    this.bulletin.post({ type: 'cleared', what });
    return removed;
  }

  reset(): void {
    this.#begin(new World(this.settings, this.bulletin));
    this.#furnish(this);
    this.bulletin.post({ type: 'reset', reason: 'reset' });
  }

  /** Goes on in a world that was made ready elsewhere. */
  enter(world: World, furnish: () => void): void {
    this.#begin(world);
    furnish();
    this.bulletin.post({ type: 'reset', reason: 'import' });
  }

  #begin(world: World): void {
    this.feed.endWaits('reset');
    this.faults.clear();
    this.faults.forgetStrikes();
    this.log.clear();
    this.#world = world;
  }
}

function secretsOf({ credentials, token }: SimulatorSettings, livingToken?: string): KnownSecrets {
  const { clientId, clientSecret, username, password } = credentials;
  const pairs = [`${clientId}:${clientSecret}`, `${username}:${password}`];
  return new KnownSecrets([password, clientSecret, ...pairs, livingToken, token]);
}
