import type { Logger } from '@nestjs/common';
import type { InboundSms } from '../api/api.types.js';
import type { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { nextTurn } from '../concurrency/timers.js';
import { maskNumbers } from '../privacy/mask.js';
import { copyOf } from '../events/copy-of.js';
import type { EventChannel } from '../events/event-channel.js';
import type { ListenerCheck } from '../events/listener-check.js';
import type { InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import { requireHeld } from '../tasks/leased-task.js';
import { type SharedCircuit, stateOf } from './circuit-breaker.js';
import type { DeadLetters } from './dead-letters.js';
import { decide, type Effect, type Result } from './decide.js';
import {
  emptyInbox,
  type InboxState,
  isDone,
  waitMs,
  wantsMore,
  withTexts,
} from './inbox-state.js';
import type { NewTexts } from './new-texts.js';

/**
 * Listeners and stores may come to their end without ever waiting for anything outside, and then a
 * backlog would keep timers and requests of the whole app from their turn.
 */
const TEXTS_A_TURN = 50;

export interface ReaderDependencies {
  texts: NewTexts;
  store: Pick<InboxStore, 'handled' | 'attempted'>;
  inbound: Pick<EventChannel<'payamsms.inbound'>, 'emit' | 'describe'>;
  listeners: Pick<ListenerCheck<'payamsms.inbound'>, 'hasListeners'>;
  deadLetters: DeadLetters;
  circuit: SharedCircuit;
  logger: Pick<Logger, 'warn'>;
  /** Aborted when the app ends. */
  stopping: LightAbortSignal;
}

/** Reads one number under one lease, and does what {@link decide} says. Another lease needs another reader. */
export class InboxReader {
  #inbox: InboxState;
  /** Its listeners are through with it, but that could not be stored yet. */
  #uncommitted?: string;

  constructor(
    readonly lease: Lease,
    private readonly options: { number: string; maxAttempts: number },
    private readonly dependencies: ReaderDependencies,
  ) {
    this.#inbox = emptyInbox(options.maxAttempts);
  }

  /** Milliseconds until there is something to do: a failed text to be tried again, or more kept ones. */
  nextRunInMs(nowMs: number): number | undefined {
    const { openUntilMs } = this.dependencies.circuit.current;
    if (isDone(this.#inbox)) return this.dependencies.texts.hasMore ? 0 : undefined;
    return Math.max(waitMs(this.#inbox, nowMs), openUntilMs - nowMs);
  }

  /** Reads what is new and hands it to the listeners. @returns how many texts were handled */
  async run(): Promise<number> {
    const { circuit, texts } = this.dependencies;
    if (stateOf(circuit.current, performance.now()) === 'open') return 0;
    const isReadNeeded = wantsMore(this.#inbox);
    if (isReadNeeded) {
      const read = await texts.read(new Set(this.#inbox.failed.map(({ sms }) => sms.id)));
      if (!read) return 0;
      this.#inbox = withTexts(this.#inbox, read.texts, read.counted);
    }
    if (waitMs(this.#inbox, performance.now()) > 0) return 0;
    const handled = await this.#handle();
    if (isReadNeeded && isDone(this.#inbox)) await texts.advance();
    return handled;
  }

  /** Hands texts over until one has to wait or none is left. */
  async #handle(): Promise<number> {
    let handled = 0;
    let result: Result | undefined = { is: 'begun' };
    while (result) {
      result = await this.#perform(this.#decide(result));
      if (result?.is === 'handled' && ++handled % TEXTS_A_TURN === 0) await nextTurn();
    }
    return handled;
  }

  #decide(result: Result): readonly Effect[] {
    const { circuit } = this.dependencies;
    const state = { inbox: this.#inbox, circuit: circuit.current };
    const { next, effects } = decide(state, result, performance.now());
    this.#inbox = next.inbox;
    circuit.current = next.circuit;
    return effects;
  }

  async #perform(effects: readonly Effect[]): Promise<Result | undefined> {
    let result: Result | undefined;
    for (const effect of effects) {
      if (effect.do === 'call') result = await this.#call(effect.sms);
      else if (effect.do === 'count attempt') await this.#countAttempt(effect);
      else result = await this.#addDeadLetter(effect);
    }
    return result;
  }

  /** @returns `undefined` where it was not called: the app ends, or nothing listens any more */
  async #call(sms: InboundSms): Promise<Result | undefined> {
    const { stopping, listeners, inbound, circuit } = this.dependencies;
    if (stopping.aborted || !listeners.hasListeners()) return undefined;
    requireHeld(this.lease, 'hand a text to its listeners');
    const calledAt = circuit.current.failures;
    if (this.#uncommitted !== sms.id) {
      const failures = await inbound.emit(copyOf(sms));
      if (failures.length > 0) return { is: 'failed', failures };
      this.#uncommitted = sms.id;
    }
    await this.#commit(sms);
    return { is: 'handled', calledAt };
  }

  async #commit({ id }: InboundSms): Promise<void> {
    await this.dependencies.store.handled(this.lease, this.options.number, [id]);
    this.#uncommitted = undefined;
    this.dependencies.texts.handled(id);
  }

  async #countAttempt(effect: Effect & { do: 'count attempt' }): Promise<void> {
    const { sms, attempts } = effect.retry;
    const { store, inbound, logger } = this.dependencies;
    const what = effect.isOutage
      ? 'failed as others before it did, so the app itself is failing: reading pauses, and no attempt is counted'
      : `failed, attempt ${attempts}, and will be tried again`;
    logger.warn(`${this.#nameOf(sms)} ${what}: ${inbound.describe(effect.failures, sms.body)}`);
    // A restart must not go on counting from an outage.
    if (effect.isOutage) return;
    await store.attempted(this.lease, this.options.number, sms.id, attempts);
  }

  async #addDeadLetter(effect: Effect & { do: 'add dead letter' }): Promise<Result> {
    const { sms, attempts } = effect.retry;
    const { inbound, deadLetters, texts } = this.dependencies;
    const error = inbound.describe(effect.failures, sms.body);
    await deadLetters.add(
      this.lease,
      { sms, error, attempts, at: new Date() },
      `${this.#nameOf(sms)} was set aside after ${attempts} attempts, see InboxService.failed(): ${error}`,
    );
    texts.handled(sms.id);
    return { is: 'dead letter' };
  }

  #nameOf({ id }: InboundSms): string {
    return `Text ${id} to ${maskNumbers(this.options.number)}`;
  }
}
