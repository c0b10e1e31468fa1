import { Condition } from '../concurrency/condition.js';
import { NEW_RUN, nextRunState, type RunResult, type RunState } from './run-state.js';

/** How many messages may be open before no more are handed out. */
const MAX_OPEN = 4_000;

/** What the run under way has begun that has not ended yet, and how the run stands. */
export class RunProgress {
  readonly #changed = new Condition();
  #state = NEW_RUN;
  #openCalls = 0;
  #openMessages = 0;

  get state(): RunState {
    return this.#state;
  }

  /** Calls under way. */
  get openCalls(): number {
    return this.#openCalls;
  }

  /** Messages handed out of which it is not known yet what is to be written of them. */
  get openMessages(): number {
    return this.#openMessages;
  }

  get hasRoom(): boolean {
    return this.#openMessages < MAX_OPEN;
  }

  /** A new run begins. What an earlier one has begun has ended. */
  reset(): void {
    this.#state = NEW_RUN;
  }

  callBegan(messages: number): void {
    this.#openCalls++;
    this.#openMessages += messages;
  }

  callEnded(): void {
    this.#openCalls--;
    this.changed();
  }

  messagesEnded(count: number): void {
    const hadRoom = this.hasRoom;
    this.#openMessages -= count;
    // Thousands a second end: only a run that waits for it needs to know.
    if (this.#openMessages === 0 || hadRoom !== this.hasRoom) this.changed();
  }

  add(result: RunResult): void {
    const { stop } = this.#state;
    this.#state = nextRunState(this.#state, result);
    if (this.#state.stop !== stop) this.changed();
  }

  /** Wakes the run: there may be something to do. */
  changed(): void {
    this.#changed.notifyAll();
  }

  /** Resolves at the next change, or after `timeoutMs`. */
  change(timeoutMs?: number): Promise<void> {
    return this.#changed.wait(timeoutMs);
  }
}
