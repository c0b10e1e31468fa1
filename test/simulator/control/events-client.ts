import { get, type IncomingMessage } from 'node:http';

export interface StreamedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
}

/** Reads an event stream as a browser does, but for coming back by itself. */
export class EventsClient implements AsyncDisposable {
  readonly all: StreamedEvent[] = [];
  readonly #response: IncomingMessage;
  readonly #ended: Promise<void>;
  #read = 0;
  #wake = () => {};

  constructor(response: IncomingMessage) {
    this.#response = response;
    this.#ended = new Promise((resolve) => response.once('close', () => resolve()));
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      this.all.push(...blocks.flatMap(parse));
      this.#wake();
    });
    response.on('error', () => undefined);
  }

  get status(): number {
    return this.#response.statusCode ?? 0;
  }

  get headers() {
    return this.#response.headers;
  }

  /** The next event of a type, skipping others. */
  async next(type: string): Promise<StreamedEvent> {
    for (;;) {
      const event = this.all[this.#read];
      if (event) {
        this.#read += 1;
        if (event.type === type) return event;
      } else {
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    }
  }

  get ended(): Promise<void> {
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#response.destroy();
    await this.#ended;
  }
}

export function openEvents(
  url: string,
  headers: Record<string, string> = {},
  query = '',
): Promise<EventsClient> {
  return new Promise((resolve, reject) => {
    get(`${url}/_simulator/events${query}`, { headers }, (response) =>
      resolve(new EventsClient(response)),
    ).once('error', reject);
  });
}

function parse(block: string): StreamedEvent[] {
  const fields = new Map(
    block.split('\n').map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)] as const;
    }),
  );
  const [id, type, data] = ['id', 'event', 'data'].map((name) => fields.get(name));
  if (id === undefined || type === undefined || data === undefined) return [];
  return [{ id, type, data: JSON.parse(data) as Record<string, unknown> }];
}
