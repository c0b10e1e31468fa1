import type { Simulation } from '../../simulation.js';
import type { AcceptedMessage } from '../../state/message.js';
import { isFinal, stateOf, type MessageState } from '../message-state.js';

const EVERY_MS = 250;

/**
 * Sees messages change by the clock. A state is worked out when somebody asks, so somebody must ask: four times a
 * second while a page looks on, and never else.
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
    this.#timer ??= setInterval(() => this.look(), EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** Begins with what is there now. */
  begin(): void {
    this.#moving.clear();
    for (const message of this.#simulation.world.messages.all) this.note(message);
  }

  /** A message is new, or changed otherwise. */
  note(message: AcceptedMessage): void {
    const state = stateOf(message, this.#simulation.nowMs());
    if (isFinal(state)) this.#moving.delete(message);
    else this.#moving.set(message, state);
  }

  look(): void {
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
