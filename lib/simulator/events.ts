import type { RequestEvent } from './http/request-handler.js';
import type { WorldEvent } from './state/world.js';

export type Cleared = 'messages' | 'inbox' | 'conversations' | 'requests';

/** Something that has happened in the simulator. */
export type SimulatorEvent =
  | WorldEvent
  | RequestEvent
  | { readonly type: 'clock.changed' | 'credit.changed' | 'dialect.changed' | 'faults.changed' }
  | { readonly type: 'cleared'; readonly what: Cleared }
  | { readonly type: 'reset'; readonly reason: 'reset' | 'import' };

type Listener = (event: SimulatorEvent) => void;

/** Passes events on to the event stream and the state file; a test that uses neither has no listener but the message feed. */
export class SimulatorEvents {
  readonly #listeners = new Set<Listener>();

  emit(event: SimulatorEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
