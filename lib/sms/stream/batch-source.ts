import { Condition } from '../../concurrency/condition.js';
import {
  afterArrival,
  afterStop,
  afterTaking,
  type Arrival,
  ASKED,
  nextMove,
  OVER,
  REST,
  type SourceState,
} from './source-state.js';

export interface BatchLimits<B> {
  /** How many items that count fill a batch. */
  size: number;
  /** Whether an item counts; those that do not travel along, up to four times `size` in all. */
  counts: (item: B) => boolean;
  /** How long a batch that is not full waits for more. */
  lingerMs: number;
}

/** Takes items from any iterable, only as many as are asked for, and hands them on in batches. */
export class BatchSource<A, B> {
  readonly #source: Source<A>;
  readonly #changed = new Condition();
  #state: SourceState<A> = REST;
  #taken = 0;

  constructor(
    items: Iterable<A> | AsyncIterable<A>,
    private readonly convert: (item: A, index: number) => B,
    private readonly limits: BatchLimits<B>,
  ) {
    this.#source = sourceOf(items);
  }

  /** Whether everything the source had was taken. */
  get isExhausted(): boolean {
    return this.#state.at === 'over';
  }

  /** Takes no more: a batch that is being filled is handed on as it is. */
  stop(): void {
    this.#become(afterStop(this.#state));
  }

  /** The next batch; `undefined` at the end. An error of the source comes after all it gave. */
  async next(): Promise<B[] | undefined> {
    const { sync, async } = this.#source;
    const batch: B[] = [];
    if (sync) this.#fill(batch, sync);
    else await this.#gather(batch, async);
    if (batch.length > 0) return batch;
    if (this.#state.at === 'over' && this.#state.failure) throw this.#state.failure.error;
    return undefined;
  }

  /** A source that has its items at hand is not waited for. */
  #fill(batch: B[], iterator: Iterator<A>): void {
    const { size, counts } = this.limits;
    try {
      for (let room = size; room > 0 && batch.length < 4 * size && this.#state === REST;) {
        const next = iterator.next();
        if (next.done) {
          this.#state = OVER;
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
    let isLingerOver = false;
    const endLinger = () => {
      isLingerOver = true;
      this.#changed.notifyAll();
    };
    for (let room = size; room > 0 && batch.length < 4 * size;) {
      const move = nextMove(this.#state, batch.length === 0, isLingerOver);
      if (move === 'hand-on') break;
      if (move === 'ask') this.#ask(iterator);
      else if (move === 'take') {
        const item = this.#take();
        if (item === undefined) break;
        batch.push(item.value);
        if (counts(item.value)) room--;
      } else {
        if (move === 'linger') linger ??= setTimeout(endLinger, lingerMs);
        await this.#changed.wait();
      }
    }
    clearTimeout(linger);
  }

  /** The item that has arrived; `undefined` where that was the end, or an error. */
  #take(): { value: B } | undefined {
    const state = this.#state;
    if (state.at !== 'arrived' && state.at !== 'last-arrived') return undefined;
    const { arrival } = state;
    if (arrival === 'end') {
      this.#state = OVER;
      return undefined;
    }
    try {
      if ('error' in arrival) throw arrival.error;
      this.#state = afterTaking(state);
      return { value: this.convert(arrival.value, this.#taken++) };
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #fail(error: unknown): void {
    this.#state = { at: 'over', failure: { error } };
  }

  /** Tells the source that no more is wanted. One that is silent just now is not waited for. */
  async close(onLateError: (error: unknown) => void): Promise<void> {
    const { at } = this.#state;
    if (at === 'over') return;
    this.#state = OVER;
    const closing = Promise.resolve((this.#source.sync ?? this.#source.async).return?.());
    if (at === 'asked' || at === 'last-asked') closing.catch(onLateError);
    else await closing;
  }

  #ask(iterator: AsyncIterator<A>): void {
    this.#state = ASKED;
    const arrive = (arrival: Arrival<A>) => this.#become(afterArrival(this.#state, arrival));
    try {
      Promise.resolve(iterator.next()).then(
        ({ done, value }) => arrive(done ? 'end' : { value }),
        (error: unknown) => arrive({ error }),
      );
    } catch (error) {
      arrive({ error });
    }
  }

  #become(state: SourceState<A>): void {
    this.#state = state;
    this.#changed.notifyAll();
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
