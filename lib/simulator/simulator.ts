import type { Duration } from './clock.js';
import type { Dialect } from './dialect.js';
import type { FaultHandle, FaultKind, FaultOptions, FaultTarget } from './faults/fault.js';
import { Faults } from './faults/faults.js';
import { Dispatcher } from './http/dispatcher.js';
import { RequestLog, type RequestRecord } from './http/request-log.js';
import { LoopbackServer } from './http/server.js';
import { MessageFeed } from './message-feed.js';
import type { MessageQuery } from './message-query.js';
import {
  merge,
  withDefaults,
  type SimulatorCredentials,
  type SimulatorOptions,
  type SimulatorSettings,
} from './options.js';
import type { DeliveryStatus } from './state/delivery.js';
import type { SimulatedMessage } from './state/message.js';
import type { MessageSelector } from './state/messages.js';
import { World } from './state/world.js';
import { toInternational } from './text/phone-number.js';

/** A text that a phone sends to one of the account's numbers. */
export interface IncomingText {
  /** Goes out on the wire as it is given, so that a test can try each way a number may be written. */
  readonly from: string;
  /** The account's number, however it is written. */
  readonly to: string;
  readonly body: string;
  /** When it arrived; now, by the simulator's clock, when left out. */
  readonly at?: Date;
  /** Keeps it out of sight that long, by the simulator's clock, while later ids are seen already (READING row 21). */
  readonly visibleAfterMs?: number;
}

/**
 * A stateful PayamSMS on 127.0.0.1: the nine endpoints over real HTTP, an account with credit, delivery that
 * progresses, an inbox to text into, scheduled messages, and faults. Give its `url` and `credentials` to the client.
 *
 * @example
 * const sim = await PayamSmsSimulator.start();
 * PayamSmsModule.forRoot({ baseUrl: sim.url, ...sim.credentials, sender: '982000123' });
 * const message = await sim.waitForMessage({ recipient: '0912 345 6789', body: /code/ });
 * await sim.close();
 */
export class PayamSmsSimulator implements AsyncDisposable {
  readonly #settings: SimulatorSettings;
  readonly #faults = new Faults();
  readonly #feed = new MessageFeed();
  readonly #log: RequestLog;
  readonly #dispatcher: Dispatcher;
  #world: World;
  #server!: LoopbackServer;

  private constructor(settings: SimulatorSettings) {
    this.#settings = settings;
    this.#log = new RequestLog(settings.requestLogLimit);
    this.#dispatcher = new Dispatcher(this.#faults, this.#log);
    this.#world = this.#newWorld();
  }

  /** Starts one; it listens when this resolves. Rejects with EADDRINUSE when the port is taken. */
  static async start(options: SimulatorOptions = {}): Promise<PayamSmsSimulator> {
    const simulator = new PayamSmsSimulator(withDefaults(options));
    simulator.#server = await LoopbackServer.listen(simulator.#settings, (request) =>
      simulator.#dispatcher.dispatch(request, simulator.#world),
    );
    return simulator;
  }

  /** `http://127.0.0.1:PORT`; the module's `baseUrl`. */
  get url(): string {
    return this.#server.url;
  }

  /** What a login must bring. */
  get credentials(): SimulatorCredentials {
    return this.#settings.credentials;
  }

  /** Every accepted message, oldest first; a live list, emptied by `reset()`. */
  get messages(): readonly SimulatedMessage[] {
    return this.#world.messages.all;
  }

  /** The newest requests (1000, see `requestLogLimit`), oldest first, without secrets; a live list. */
  get requests(): readonly RequestRecord[] {
    return this.#log.records;
  }

  /** Rials left. */
  get credit(): number {
    return this.#world.account.credit;
  }

  /** Rials from now on. */
  setCredit(rials: number): void {
    if (!Number.isSafeInteger(rials)) throw new RangeError(`Not an amount in rials: ${rials}`);
    this.#world.account.credit = rials;
  }

  /** The time by its clock: real time and all the advances. */
  now(): Date {
    return new Date(this.#world.clock.nowMs());
  }

  /** Moves its clock forward: tokens expire, scheduled messages are sent, delivery progresses, late texts show up. */
  advance(by: Duration): void {
    this.#world.clock.advance(by);
  }

  get dialect(): Dialect {
    return this.#world.dialect;
  }

  /** Changes how it reads the guide, from the next request on; what is left out stays. */
  setDialect(changes: Partial<Dialect>): void {
    this.#world.dialect = merge(this.#world.dialect, changes);
  }

  /**
   * The accepted message that fits, the newest when several do; at once when it is there already. Rejects after
   * `timeoutMs` (5000 of real time) with an error that lists what did arrive.
   */
  waitForMessage(
    query: MessageQuery,
    { timeoutMs = 5_000 }: { readonly timeoutMs?: number } = {},
  ): Promise<SimulatedMessage> {
    return this.#feed.waitFor(query, timeoutMs, this.messages);
  }

  /** Calls back with each message as it is accepted, until the returned function is called. */
  onMessage(listener: (message: SimulatedMessage) => void): () => void {
    return this.#feed.subscribe(listener);
  }

  /** A text arrives from a phone; gives its inbox id. */
  receive({ from, to, body, at, visibleAfterMs = 0 }: IncomingText): string {
    const nowMs = this.#world.clock.nowMs();
    const text = this.#world.receive({
      from,
      to: toInternational(to),
      body,
      receivedAt: at ?? new Date(nowMs),
      visibleAtMs: nowMs + visibleAfterMs,
    });
    return text.id.toString();
  }

  /** Decides what became of accepted messages, over what the clock says. A bare string is any of the three. */
  setDelivery(
    selector: string | MessageSelector,
    // Any word, since the service may have more of them (READING row 14).
    status: DeliveryStatus | (string & {}),
  ): void {
    const selected = this.#world.messages.select(selector);
    if (selected.length === 0) {
      throw new Error(`No accepted message is meant by ${JSON.stringify(selector)}`);
    }
    for (const message of selected) message.decidedStatus = status;
  }

  /** Breaks an endpoint on purpose. When several faults match a request, the oldest strikes. */
  fail(target: FaultTarget, kind: FaultKind, options: FaultOptions = {}): FaultHandle {
    return this.#faults.add(target, kind, options);
  }

  clearFaults(): void {
    this.#faults.clear();
  }

  /** Refuses every token given out so far; the next login gets a new one. */
  revokeTokens(): void {
    this.#world.account.revokeToken();
  }

  /** As just started, at the same url: state, clock, dialect, faults and requests. Ends every wait. */
  reset(): void {
    this.#feed.abortWaits('before reset()');
    this.#faults.clear();
    this.#log.clear();
    this.#world = this.#newWorld();
  }

  /** Stops listening, ends open connections, and rejects every wait. */
  async close(): Promise<void> {
    this.#feed.abortWaits('before close()');
    this.#dispatcher.close();
    await this.#server.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #newWorld(): World {
    return new World(this.#settings, (message) => this.#feed.publish(message));
  }
}
