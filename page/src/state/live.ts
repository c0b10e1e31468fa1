import { call, CallFailed } from '../api/client.js';
import { load } from './load.js';
import type { Events, SimulatorEvent } from '../api/wire.js';
import { connection, simulator } from './simulator.js';
import { after } from './snapshot.js';
import { unseen } from './views.js';

/** A campaign brings hundreds of texts at once: those of one frame are drawn together. */
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
 * Keeps the page's snapshot up to date: loads it at the `hello` of the event stream, then applies each event. The browser
 * reconnects by itself with the id of the last event; after a restart, or when too many events were missed, everything is
 * loaded again.
 */
export class Live {
  readonly #onNews: (events: readonly SimulatorEvent[]) => void;
  #source: EventSource | undefined;
  #waiting: SimulatorEvent[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The number of the latest load; the result of an older one is ignored. */
  #loads = 0;
  #isLoading = false;

  /** `onNews` gets each event, but not what was loaded. */
  constructor(onNews: (events: readonly SimulatorEvent[]) => void) {
    this.#onNews = onNews;
  }

  async start(): Promise<void> {
    this.#stop();
    try {
      // An event stream does not give the reason of a refusal; this call does.
      await call('GET', 'overview');
      this.#follow();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Exchanges the token for a cookie and starts; false when the token is wrong. */
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
      // In the other states the browser tries again by itself.
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
      // These events may be in the loaded snapshot already; applying them again changes nothing.
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
