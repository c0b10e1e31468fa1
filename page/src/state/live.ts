import { call, CallFailed } from '../api/client.js';
import { load } from './load.js';
import type { Events, SimulatorEvent } from '../api/wire.js';
import { connection, simulator } from './simulator.js';
import { after } from './snapshot.js';
import { unseen } from './views.js';

/** Texts of a campaign come by the hundred: what comes within one frame is drawn at once. */
const FRAME_MS = 16;
const AGAIN_MS = 1_000;

const NAMES: readonly (keyof Events)[] = [
  'hello',
  'message.accepted',
  'message.changed',
  'inbound.received',
  'fault.fired',
  'request.logged',
  'clock.changed',
  'credit.changed',
  'faults.changed',
  'cleared',
  'reset',
];

/**
 * Keeps what the page knows as the simulator is: loads it once the stream of events says hello, then follows the stream.
 * The browser connects again by itself and says what it saw last; after a restart, or when too much was missed, all is
 * loaded anew.
 */
export class Live {
  readonly #onNews: (events: readonly SimulatorEvent[]) => void;
  #source: EventSource | undefined;
  #waiting: SimulatorEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Which load is the latest; one that is overtaken is thrown away. */
  #loads = 0;
  #isLoading = false;

  /** Called with what has happened, but not with what was loaded. */
  constructor(onNews: (events: readonly SimulatorEvent[]) => void) {
    this.#onNews = onNews;
  }

  async start(): Promise<void> {
    this.#stop();
    try {
      // An event stream does not say why it was refused; this does.
      await call('GET', 'overview');
      this.#follow();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Trades the token for a cookie and goes on; false when it is not the token. */
  async enter(token: string): Promise<boolean> {
    try {
      await call('POST', 'session', { token });
    } catch (error) {
      if (error instanceof CallFailed && error.status === 401) return false;
      throw error;
    }
    await this.start();
    return true;
  }

  #follow(): void {
    const source = new EventSource('/_simulator/events');
    this.#source = source;
    for (const name of NAMES) {
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        this.#take({ name, data: JSON.parse(data) });
      });
    }
    source.addEventListener('error', () => {
      connection.set('lost');
      // Otherwise the browser tries again by itself.
      if (source.readyState === EventSource.CLOSED) this.#again();
    });
  }

  #take(event: SimulatorEvent): void {
    const { name, data } = event;
    if (
      name === 'reset' ||
      (name === 'hello' && !(data.resumed && this.#isCurrent(data.instance)))
    ) {
      if (name === 'reset') unseen.set(new Set());
      void this.#load();
    } else if (name === 'hello') {
      connection.set('live');
    } else {
      this.#waiting.push(event);
      if (!this.#isLoading) this.#timer ??= setTimeout(() => this.#flush(), FRAME_MS);
    }
  }

  #isCurrent(instance: string): boolean {
    return !this.#isLoading && instance === simulator.value.instance;
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = this.#waiting.splice(0);
    if (events.length === 0) return;
    simulator.set(after(simulator.value, events));
    this.#onNews(events);
  }

  async #load(): Promise<void> {
    const number = (this.#loads += 1);
    this.#isLoading = true;
    this.#waiting = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      const loaded = await load();
      if (number !== this.#loads) return;
      this.#isLoading = false;
      // What came meanwhile may be in it already; to say it again does no harm.
      simulator.set(after(loaded, this.#waiting.splice(0)));
      connection.set('live');
    } catch (error) {
      if (number === this.#loads) this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.#stop();
    if (error instanceof CallFailed && error.status === 401) {
      connection.set('locked');
      return;
    }
    connection.set('lost');
    this.#again();
  }

  #again(): void {
    this.#stop();
    setTimeout(() => void this.start(), AGAIN_MS);
  }

  #stop(): void {
    this.#source?.close();
    this.#source = undefined;
    this.#loads += 1;
    this.#isLoading = false;
  }
}
