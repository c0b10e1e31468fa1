import type { InboundSms } from '../api/api.types.js';
import { compareIds } from '../api/compare-ids.js';
import type { PayamSmsApi } from '../api/payamsms.api.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import type { InboxPosition, InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import type { AppHealth } from './app-health.js';
import type { LineListeners } from './line-listeners.js';
import { HandledAges } from './handled-ages.js';
import type { LineStart } from './line-start.js';
import { Round } from './round.js';
import type { UnreadableRows } from './unreadable-rows.js';

interface LineOptions {
  number: string;
  maxAttempts: number;
  overlapMs: number;
}

/** One of the account's numbers: what a poll of it does. */
export class Line {
  readonly #flight = new SingleFlight<number>();
  readonly #round: Round;
  readonly #stopping = new LightAbortSignal();
  #lease?: Lease;
  #readAtMs = 0;
  readonly #ages = new HandledAges();
  #isStopped = false;

  constructor(
    private readonly options: LineOptions,
    private readonly api: PayamSmsApi,
    private readonly store: InboxStore,
    private readonly start: LineStart,
    private readonly unreadable: UnreadableRows,
    private readonly listeners: LineListeners,
    private readonly health: AppHealth,
  ) {
    this.#round = new Round(
      {
        call: (sms) => this.listeners.call(sms),
        commit: (sms) => this.#commit(sms),
        failed: (trial, errors) => this.listeners.failed(this.#lease!, trial, errors),
        setAside: (trial, errors) => this.listeners.setAside(this.#lease!, trial, errors),
        isHalted: () => this.#isStopped || !this.listeners.exist(),
      },
      health,
      options.maxAttempts,
    );
  }

  get number(): string {
    return this.options.number;
  }

  /** Reads what is new and hands it over; joins a poll that runs. @returns how many were handled */
  poll(lease: Lease): Promise<number> {
    return this.#flight.run(async () => {
      try {
        return await this.#poll(lease);
      } catch (error) {
        // The read was cut short by the end of the app: nothing has failed.
        if (this.#isStopped && error instanceof PayamSmsTransportError) return 0;
        throw error;
      }
    });
  }

  /** Milliseconds until a failed text is to be tried again; `undefined` when none is. */
  get retryInMs(): number | undefined {
    const nowMs = performance.now();
    // Without listeners, the next tick finds out whether there are any.
    if (this.#round.isDone || this.#isStopped || !this.listeners.exist()) return undefined;
    return Math.max(this.#round.waitMs(nowMs), this.health.pauseMs(nowMs));
  }

  /** Finishes the text in hand and takes no other; resolves when no read is open that marks texts read. */
  stop(): Promise<void> {
    this.#isStopped = true;
    this.#stopping.abort();
    return this.start.stop();
  }

  async #commit({ id }: InboundSms): Promise<void> {
    await this.store.handled(this.#lease!, this.options.number, id, new Date());
    this.#ages.see([id], performance.now());
  }

  async #poll(lease: Lease): Promise<number> {
    if (this.#isStopped || !this.listeners.exist()) return 0;
    if (lease !== this.#lease) {
      this.#round.drop();
      this.#ages.clear();
    }
    this.#lease = lease;
    if (this.health.pauseMs(performance.now()) > 0) return 0;

    let position: InboxPosition | undefined;
    if (this.#round.wantsMore) {
      position = await this.#read(lease);
      if (!position) return 0;
    }
    if (this.#round.waitMs(performance.now()) > 0) return 0;
    const handled = await this.#round.run();
    if (position && this.#round.isDone) await this.#trail(lease, position);
    return handled;
  }

  /** Where the number stood before; `undefined` while there is nothing to start from. */
  async #read(lease: Lease): Promise<InboxPosition | undefined> {
    const { number } = this.options;
    let position = await this.store.position(number);
    if (!this.start.isFound(position)) {
      if (!(await this.start.find(lease, position))) return undefined;
      position = (await this.store.position(number))!;
    }
    // By the clock that nobody sets: a step of the other one must not age what was handled.
    this.#readAtMs = performance.now();
    this.#ages.see(position.handled.keys(), this.#readAtMs);
    const answer = await this.api.getInbox(number, position.askAfter, {
      attempt: { signal: this.#stopping },
    });
    const { texts, unreadable } = answer;
    await this.unreadable.setAside(lease, unreadable, position);
    this.#round.take(notDone(position, texts), position.attempts);
    return position;
  }

  /**
   * Moves on the id that is asked for. Only when all that the last answer held is done with: one
   * that still waits to be tried again may have a lower id than what was handled long ago.
   */
  async #trail(lease: Lease, { askAfter = '0' }: InboxPosition): Promise<void> {
    const newest = this.#ages.newestOlderThan(this.options.overlapMs, this.#readAtMs);
    if (newest === undefined || compareIds(newest, askAfter) <= 0) return;
    await this.store.trail(lease, this.options.number, newest);
    this.#ages.forgetUpTo(newest);
  }
}

function notDone(position: InboxPosition, texts: readonly InboundSms[]): InboundSms[] {
  const { waiting, handled, askAfter = '0' } = position;
  const known = new Set(waiting.map(({ id }) => id));
  const isNew = ({ id }: InboundSms) => {
    if (handled.has(id) || known.has(id) || compareIds(id, askAfter) <= 0) return false;
    known.add(id);
    return true;
  };
  const fresh = texts.filter(isNew);
  return waiting.length === 0
    ? fresh
    : [...waiting, ...fresh].toSorted((a, b) => compareIds(a.id, b.id));
}
