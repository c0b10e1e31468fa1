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
import type { SharedCircuit } from './circuit-breaker.js';
import type { DeadLetters } from './dead-letters.js';
import { decide, type Effect, nextRunInMs, type Result } from './decide.js';
import { emptyInbox, type InboxState, type State } from './inbox-state.js';
import type { HandledBuffer } from './handled-buffer.js';
import type { NewTexts } from './new-texts.js';

/**
 * Listeners and stores may come to their end without ever waiting for anything outside, and then a
 * backlog would keep timers and requests of the whole app from their turn.
 */
const TEXTS_A_TURN = 50;

export interface ReaderDependencies {
  texts: Pick<NewTexts, 'read' | 'handled' | 'advance'>;
  store: Pick<InboxStore, 'attempted'>;
  buffer: Pick<HandledBuffer, 'add' | 'flush'>;
  inbound: Pick<EventChannel<'payamsms.inbound'>, 'emit' | 'describe'>;
  listeners: Pick<ListenerCheck<'payamsms.inbound'>, 'hasListeners'>;
  deadLetters: Pick<DeadLetters, 'add'>;
  circuit: SharedCircuit;
  logger: Pick<Logger, 'warn'>;
  /** Aborted when the app ends. */
  stopping: Pick<LightAbortSignal, 'aborted'>;
}

/** Reads one number under one lease, and does what {@link decide} says. Another lease needs another reader. */
export class InboxReader {
  #inbox: InboxState;

  constructor(
    readonly lease: Lease,
    private readonly options: { number: string; maxAttempts: number },
    private readonly dependencies: ReaderDependencies,
  ) {
    const { recoveries } = dependencies.circuit.current;
    this.#inbox = emptyInbox(options.maxAttempts, recoveries);
  }

  nextRunInMs(nowMs: number): number | undefined {
    return nextRunInMs(this.#state, nowMs);
  }

  /**
   * Reads what is new and hands it to the listeners, until a text has to wait or none is left.
   *
   * @returns how many texts were handled
   */
  async run(): Promise<number> {
    let handled = 0;
    let result: Result | undefined = { is: 'begun' };
    while (result) {
      result = await this.#perform(this.#decide(result));
      if (result?.is === 'committed' && ++handled % TEXTS_A_TURN === 0) await nextTurn();
    }
    await this.dependencies.buffer.flush();
    return handled;
  }

  get #state(): State {
    return { inbox: this.#inbox, circuit: this.dependencies.circuit.current };
  }

  #decide(result: Result): readonly Effect[] {
    const { next, effects } = decide(this.#state, result, performance.now());
    this.#inbox = next.inbox;
    this.dependencies.circuit.current = next.circuit;
    return effects;
  }

  async #perform(effects: readonly Effect[]): Promise<Result | undefined> {
    let result: Result | undefined;
    for (const effect of effects) result = await this.#performOne(effect);
    return result;
  }

  async #performOne(effect: Effect): Promise<Result | undefined> {
    // What the store is told comes after what was handled before it.
    if (effect.do !== 'call' && effect.do !== 'commit') await this.dependencies.buffer.flush();
    switch (effect.do) {
      case 'read':
        return this.#read();
      case 'call':
        return this.#call(effect.sms);
      case 'commit':
        return this.#commit(effect.sms);
      case 'count attempt':
        return this.#countAttempt(effect);
      case 'add dead letter':
        return this.#addDeadLetter(effect);
      case 'advance':
        return this.#advance();
    }
  }

  /** @returns `undefined` while there is nothing to start from, or another process is to go on */
  async #read(): Promise<Result | undefined> {
    if (this.lease.isWanted?.()) return undefined;
    const failed = new Set(this.#inbox.failed.map(({ sms }) => sms.id));
    const read = await this.dependencies.texts.read(failed);
    return read && { is: 'read', ...read };
  }

  /** @returns `undefined` where it was not called: the app ends, or the event has no listeners any more */
  async #call(sms: InboundSms): Promise<Result | undefined> {
    const { stopping, listeners, inbound, circuit } = this.dependencies;
    if (stopping.aborted || !listeners.hasListeners()) return undefined;
    requireHeld(this.lease, 'hand a text to its listeners');
    const calledAt = circuit.current.failures;
    const failures = await inbound.emit(copyOf(sms));
    return failures.length > 0 ? { is: 'failed', failures } : { is: 'handled', calledAt };
  }

  async #commit({ id }: InboundSms): Promise<Result> {
    const { buffer, texts } = this.dependencies;
    await buffer.add(id);
    texts.handled(id);
    return { is: 'committed' };
  }

  async #advance(): Promise<undefined> {
    await this.dependencies.texts.advance();
  }

  async #countAttempt(effect: Effect & { do: 'count attempt' }): Promise<undefined> {
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
