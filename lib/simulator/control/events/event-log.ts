/** How many events a client can resume from. */
const KEPT = 1_000;

export interface NumberedEvent {
  readonly number: number;
  /** As it goes over the wire. */
  readonly frame: string;
}

/** The newest events, numbered, under the name of this run of the simulator. */
export class EventLog {
  readonly #events: NumberedEvent[] = [];
  #last = 0;

  constructor(readonly instance: string) {}

  get lastId(): string {
    return `${this.instance}.${this.#last}`;
  }

  append(type: string, data: unknown): string {
    this.#last += 1;
    const frame = frameOf(this.lastId, type, data);
    this.#events.push({ number: this.#last, frame });
    if (this.#events.length > KEPT) this.#events.shift();
    return frame;
  }

  /** The events after an event; nothing when some of them are no longer known. */
  since(id: string | undefined): NumberedEvent[] | undefined {
    const [instance, number] = id?.split('.') ?? [];
    if (instance !== this.instance || !/^\d{1,15}$/.test(number ?? '')) return undefined;
    const seen = Number(number);
    const first = this.#events[0]?.number ?? this.#last + 1;
    if (seen > this.#last || seen < first - 1) return undefined;
    return this.#events.filter((event) => event.number > seen);
  }
}

/** JSON has no line break in it, so that one `data:` line holds it. */
export function frameOf(id: string, type: string, data: unknown): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}
