import type { Simulation } from '../../simulation.js';
import type { AcceptedMessage } from '../../state/message.js';
import { isFinal, stateOf, type MessageState } from '../message-state.js';

const EVERY_MS = 250;

/**
 * Detects messages whose state the clock has changed. A state is computed only when it is read, so this reads all of them
 * four times a second, while an event stream is open.
 */
export class DeliveryWatch {
  readonly #simulation: Simulation;
  readonly #changed: (message: AcceptedMessage) => void;
  readonly #moving = new Map<AcceptedMessage, MessageState>();
  #timer: NodeJS.Timeout | undefined;

  constructor(simulation: Simulation, changed: (message: AcceptedMessage) => void) {
    this.#simulation = simulation;
    this.#changed = changed;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.check(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Starts over with the messages that are there now. */
  begin(): void {
    this.#moving.clear();
    for (const message of this.#simulation.world.messages.all) this.note(message);
  }

  /** Notes a message that is new, or that something else than the clock has changed. */
  note(message: AcceptedMessage): void {
    const state = stateOf(message, this.#simulation.nowMs());
    if (isFinal(state)) this.#moving.delete(message);
    else this.#moving.set(message, state);
  }

  check(): void {
    const nowMs = this.#simulation.nowMs();
    for (const [message, before] of this.#moving) {
      const state = stateOf(message, nowMs);
      if (state === before) continue;
      if (isFinal(state)) this.#moving.delete(message);
      else this.#moving.set(message, state);
      this.#changed(message);
    }
  }
}
