export interface BatchLimits<B> {
  /** How many items that count fill a batch. */
  size: number;
  /** Whether an item counts; those that do not travel along, up to four times `size` in all. */
  counts: (item: B) => boolean;
  /** How long a batch that is not full waits for more. */
  lingerMs: number;
}

type Arrival<A> = { value: A } | { error: unknown } | 'end';

/** Takes items from any iterable, only as many as are asked for, and hands them on in batches. */
export class BatchSource<A, B> {
  readonly #source: Source<A>;
  #taken = 0;
  #arrival?: Arrival<A>;
  #isAsked = false;
  #isOver = false;
  #isStopped = false;
  #failure?: { error: unknown };
  #wake?: () => void;

  constructor(
    items: Iterable<A> | AsyncIterable<A>,
    private readonly convert: (item: A, index: number) => B,
    private readonly limits: BatchLimits<B>,
  ) {
    this.#source = sourceOf(items);
  }

  /** Whether everything the source had was taken. */
  get isExhausted(): boolean {
    return this.#isOver;
  }

  /** Takes no more: a batch that is being filled is handed on as it is. */
  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  /** The next batch; `undefined` at the end. An error of the source comes after all it gave. */
  async next(): Promise<B[] | undefined> {
    const { sync, async } = this.#source;
    const batch: B[] = [];
    if (sync) this.#fill(batch, sync);
    else await this.#gather(batch, async);
    if (batch.length > 0) return batch;
    if (this.#failure) throw this.#failure.error;
    return undefined;
  }

  /** A source that has its items at hand is not waited for. */
  #fill(batch: B[], iterator: Iterator<A>): void {
    const { size, counts } = this.limits;
    try {
      for (let room = size; room > 0 && batch.length < 4 * size;) {
        if (this.#isOver || this.#isStopped) return;
        const next = iterator.next();
        if (next.done) {
          this.#isOver = true;
          return;
        }
        const item = this.convert(next.value, this.#taken++);
        batch.push(item);
        if (counts(item)) room--;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  async #gather(batch: B[], iterator: AsyncIterator<A>): Promise<void> {
    const { size, counts, lingerMs } = this.limits;
    let linger: NodeJS.Timeout | undefined;
    for (let room = size; room > 0 && batch.length < 4 * size;) {
      if (this.#isOver || (this.#isStopped && !this.#arrival && !this.#isAsked)) break;
      this.#ask(iterator);
      if (!this.#arrival) {
        // Stopped, what is on its way is waited for as long: it was asked for, so it must be told.
        if (batch.length > 0 || this.#isStopped)
          linger ??= setTimeout(() => this.#wake?.(), lingerMs);
        await new Promise<void>((wake) => (this.#wake = wake));
        if (!this.#arrival) {
          if (this.#isStopped && linger === undefined) continue;
          break;
        }
      }
      const arrival: Arrival<A> = this.#arrival;
      this.#arrival = undefined;
      if (arrival === 'end') {
        this.#isOver = true;
        break;
      }
      try {
        if ('error' in arrival) throw arrival.error;
        const item = this.convert(arrival.value, this.#taken++);
        batch.push(item);
        if (counts(item)) room--;
      } catch (error) {
        this.#fail(error);
        break;
      }
    }
    clearTimeout(linger);
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    this.#failure = { error };
  }

  /** Tells the source that no more is wanted. One that is silent just now is not waited for. */
  async close(onLateError: (error: unknown) => void): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const closing = Promise.resolve((this.#source.sync ?? this.#source.async).return?.());
    if (this.#isAsked) closing.catch(onLateError);
    else await closing;
  }

  /** Asks for one item, unless one is on its way. */
  #ask(iterator: AsyncIterator<A>): void {
    if (this.#isAsked || this.#arrival) return;
    try {
      this.#isAsked = true;
      Promise.resolve(iterator.next()).then(
        ({ done, value }) => this.#arrive(done ? 'end' : { value }),
        (error: unknown) => this.#arrive({ error }),
      );
    } catch (error) {
      this.#arrive({ error });
    }
  }

  #arrive(arrival: Arrival<A>): void {
    this.#isAsked = false;
    this.#arrival = arrival;
    this.#wake?.();
  }
}

type Source<A> =
  { sync: Iterator<A>; async?: undefined } | { sync?: undefined; async: AsyncIterator<A> };

function sourceOf<A>(items: Iterable<A> | AsyncIterable<A>): Source<A> {
  if (items !== null && typeof items === 'object') {
    if (Symbol.asyncIterator in items) return { async: items[Symbol.asyncIterator]() };
    if (Symbol.iterator in items) return { sync: items[Symbol.iterator]() };
  }
  throw new TypeError('messages must be an array, an iterable or an async iterable of messages');
}
