import type { Duration } from './clock.js';
import type { Dialect } from './dialect.js';
import type { FaultKind, FaultTarget } from './faults/kinds.js';
import type { FaultHandle, FaultOptions } from './faults/options.js';
import type { RequestRecord } from './http/request-log.js';
import { toMatcher, type MessageQuery } from './message-query.js';
import { noMessage } from './no-message.js';
import { withDefaults, type SimulatorCredentials, type SimulatorOptions } from './options.js';
import { serve, type Served } from './serve.js';
import { Simulation } from './simulation.js';
import type { DeliveryStatus } from './state/delivery.js';
import type { SimulatedMessage } from './state/message.js';
import type { MessageSelector } from './state/messages.js';
import { toInternational } from './text/phone-number.js';

/** A text that a phone sends to one of the account's numbers. */
export interface IncomingText {
  /** Sent to the app exactly as given, so that a test can try each way of writing a number. */
  readonly from: string;
  /** The account's number, in any way of writing. */
  readonly to: string;
  readonly body: string;
  /** When it arrived; by default now, by the simulator's clock. */
  readonly at?: Date;
  /** Hides it for that long, by the simulator's clock, while later ids are visible already (READING row 21). */
  readonly visibleAfterMs?: number;
}

/**
 * A stateful PayamSMS on 127.0.0.1: the nine endpoints over real HTTP, an account with credit, delivery that
 * progresses, an inbox to text into, scheduled messages, and faults. Give its `url` and `credentials` to the client.
 * A browser at its `url` shows its state; `/_simulator/docs` describes its REST interface.
 *
 * @example
 * const sim = await PayamSmsSimulator.start();
 * PayamSmsModule.forRoot({ baseUrl: sim.url, ...sim.credentials, sender: '982000123' });
 * const message = await sim.waitForMessage({ recipient: '0912 345 6789', body: /code/ });
 * await sim.close();
 */
export class PayamSmsSimulator implements AsyncDisposable {
  readonly #simulation: Simulation;
  readonly #served: Served;

  private constructor(simulation: Simulation, served: Served) {
    this.#simulation = simulation;
    this.#served = served;
  }

  /** Starts one; it listens when this resolves. Rejects with EADDRINUSE when the port is taken. */
  static async start(options: SimulatorOptions = {}): Promise<PayamSmsSimulator> {
    const simulation = new Simulation(withDefaults(options));
    return new PayamSmsSimulator(simulation, await serve(simulation));
  }

  /** `http://127.0.0.1:PORT`; the module's `baseUrl`. */
  get url(): string {
    return this.#served.url;
  }

  /** The token of its REST interface; none on loopback, unless the option `token` gives one. */
  get token(): string | undefined {
    return this.#served.token;
  }

  /** The credentials that a login must have. */
  get credentials(): SimulatorCredentials {
    return this.#simulation.settings.credentials;
  }

  /** The accepted messages (all, see `maxMessages`), oldest first; a live list, emptied by `reset()`. */
  get messages(): readonly SimulatedMessage[] {
    return this.#simulation.world.messages.all;
  }

  /** The newest requests (1000, see `requestLogLimit`), oldest first, without secrets; a live list. */
  get requests(): readonly RequestRecord[] {
    return this.#simulation.log.records;
  }

  /** Rials left. */
  get credit(): number {
    return this.#simulation.world.account.credit;
  }

  /** Rials from now on. */
  setCredit(rials: number): void {
    this.#simulation.setCredit(rials);
  }

  /** The time by its clock: real time and all the advances. */
  now(): Date {
    return new Date(this.#simulation.nowMs());
  }

  /** Moves its clock forward: tokens expire, scheduled messages are sent, delivery progresses, late texts become visible. */
  advance(by: Duration): void {
    this.#simulation.advance(by);
  }

  get dialect(): Dialect {
    return this.#simulation.world.dialect;
  }

  /** Changes how it reads the guide, from the next request on; a choice that is left out stays. */
  setDialect(changes: Partial<Dialect>): void {
    this.#simulation.setDialect(changes);
  }

  /**
   * The accepted message that fits, the newest when several do; at once when it was accepted before. Rejects after
   * `timeoutMs` (5000 of real time) with an error that lists what did arrive.
   */
  async waitForMessage(
    query: MessageQuery,
    { timeoutMs = 5_000 }: { readonly timeoutMs?: number } = {},
  ): Promise<SimulatedMessage> {
    const fits = toMatcher(query);
    const { messages } = this;
    const present = messages.findLast(fits);
    const found = present ?? (await this.#simulation.feed.next(fits, timeoutMs));
    if (typeof found === 'string') throw noMessage(query, found, timeoutMs, messages);
    return found;
  }

  /** Calls back with each message as it is accepted, until the returned function is called. */
  onMessage(listener: (message: SimulatedMessage) => void): () => void {
    return this.#simulation.feed.subscribe(listener);
  }

  /** A text arrives from a phone; returns its inbox id. */
  receive({ from, to, body, at: receivedAt, visibleAfterMs = 0 }: IncomingText): string {
    const arrived = { from, to: toInternational(to), body, receivedAt, visibleAfterMs };
    return this.#simulation.receive(arrived).id.toString();
  }

  /** Sets the delivery state of accepted messages, whatever the clock. A string is any of the three selectors. */
  setDelivery(
    selector: string | MessageSelector,
    // Any text, since the service may have more states (READING row 14).
    status: DeliveryStatus | (string & {}),
  ): void {
    const selected = this.#simulation.world.messages.select(selector);
    if (selected.length === 0) {
      throw new Error(`No accepted message matches ${JSON.stringify(selector)}`);
    }
    for (const message of selected) this.#simulation.decide(message, status);
  }

  /** Breaks an endpoint on purpose. When several faults match a request, the oldest fires. */
  fail(target: FaultTarget, kind: FaultKind, options: FaultOptions = {}): FaultHandle {
    const fault = this.#simulation.fail(target, kind, options);
    return {
      get fired() {
        return fault.fired;
      },
      remove: () => void this.#simulation.removeFault(fault.id),
    };
  }

  clearFaults(): void {
    this.#simulation.clearFaults();
  }

  /** Refuses every token issued so far; the next login gets a new one. */
  revokeTokens(): void {
    this.#simulation.world.account.revokeToken();
  }

  /** As just started, at the same url: state, clock, dialect, faults and requests. Ends every wait. */
  reset(): void {
    this.#simulation.reset();
  }

  /** Stops listening, ends open connections, and rejects every wait. */
  async close(): Promise<void> {
    await this.#served.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
