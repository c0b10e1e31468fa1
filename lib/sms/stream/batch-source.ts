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
  readonly #iterator: Iterator<A> | AsyncIterator<A>;
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
    this.#iterator = iteratorOf(items);
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
    const { size, counts, lingerMs } = this.limits;
    const batch: B[] = [];
    let linger: NodeJS.Timeout | undefined;
    for (let room = size; room > 0 && batch.length < 4 * size;) {
      if (this.#isOver || (this.#isStopped && !this.#arrival && !this.#isAsked)) break;
      this.#ask();
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
      if (arrival === 'end' || 'error' in arrival) {
        this.#isOver = true;
        if (arrival !== 'end') this.#failure = arrival;
        break;
      }
      const item = this.convert(arrival.value, this.#taken++);
      batch.push(item);
      if (counts(item)) room--;
    }
    clearTimeout(linger);
    if (batch.length > 0) return batch;
    if (this.#failure) throw this.#failure.error;
    return undefined;
  }

  /** Tells the source that no more is wanted. One that is silent just now is not waited for. */
  async close(onLateError: (error: unknown) => void): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    const closing = Promise.resolve(this.#iterator.return?.());
    if (this.#isAsked) closing.catch(onLateError);
    else await closing;
  }

  /** Asks for one item, unless one is on its way; a synchronous source gives it at once. */
  #ask(): void {
    if (this.#isAsked || this.#arrival) return;
    try {
      const next = this.#iterator.next();
      if (!('then' in next)) {
        this.#arrival = next.done ? 'end' : { value: next.value };
        return;
      }
      this.#isAsked = true;
      next.then(
        ({ done, value }) => this.#arrive(done ? 'end' : { value }),
        (error: unknown) => this.#arrive({ error }),
      );
    } catch (error) {
      this.#arrival = { error };
    }
  }

  #arrive(arrival: Arrival<A>): void {
    this.#isAsked = false;
    this.#arrival = arrival;
    this.#wake?.();
  }
}

function iteratorOf<A>(items: Iterable<A> | AsyncIterable<A>): Iterator<A> | AsyncIterator<A> {
  if (items !== null && typeof items === 'object') {
    if (Symbol.asyncIterator in items) return items[Symbol.asyncIterator]();
    if (Symbol.iterator in items) return items[Symbol.iterator]();
  }
  throw new TypeError('messages must be an array, an iterable or an async iterable of messages');
}
