import { Condition } from '../../concurrency/condition.js';

export interface OrderedLimits {
  /** How much may be busy at once; work that has freed its place does not count. */
  busy: number;
  /** How much may wait to be taken, as long as the next is what holds the others up. */
  waiting: number;
}

/** Starts a piece of work; the piece calls `free` when it needs its place no more. */
export type Piece<T> = (free: () => void) => Promise<T>;

/**
 * As many finished pieces as a consumer can take at once. One that is slower gains nothing by more:
 * they would only grow old in memory, where collecting them costs as much as all the rest.
 */
const AT_HAND = 2;

interface Slot<T> {
  work: Promise<T>;
  isDone: boolean;
}

/** Starts pieces of work while there is room, and hands out their results in that order. */
export class OrderedWork<T> {
  readonly #slots: Slot<T>[] = [];
  readonly #pump: Promise<void>;
  readonly #changed = new Condition();
  #busy = 0;
  #done = 0;
  #isLeft = false;
  #isEnded = false;
  #failure?: { error: unknown };

  /** @param next waits for the next piece; `undefined` when there are no more */
  constructor(
    private readonly next: () => Promise<Piece<T> | undefined>,
    private readonly limits: OrderedLimits,
  ) {
    this.#pump = this.#start();
  }

  /**
   * The next result; `undefined` when all is taken. An error of `next` comes after the results of
   * what was started.
   */
  async take(): Promise<{ result: T } | undefined> {
    while (this.#slots.length === 0 && !this.#isEnded) await this.#changed.wait();
    const [first] = this.#slots;
    if (first === undefined) {
      if (this.#failure) throw this.#failure.error;
      return undefined;
    }
    const result = await first.work;
    void this.#slots.shift();
    this.#done--;
    this.#changed.notifyAll();
    return { result };
  }

  /** What was started and not taken, once `next` has no more and all of it is done. */
  async leftovers(): Promise<T[]> {
    this.#isLeft = true;
    this.#changed.notifyAll();
    await this.#pump;
    return Promise.all(this.#slots.map(({ work }) => work));
  }

  async #start(): Promise<void> {
    try {
      for (;;) {
        while (!this.#isLeft && !this.#hasRoom()) await this.#changed.wait();
        const piece = await this.next();
        if (!piece) return;
        this.#slots.push(this.#run(piece));
        this.#changed.notifyAll();
      }
    } catch (error) {
      this.#failure = { error };
    } finally {
      this.#isEnded = true;
      this.#changed.notifyAll();
    }
  }

  #run(piece: Piece<T>): Slot<T> {
    this.#busy++;
    let isFreed = false;
    const work = piece(() => {
      if (isFreed) return;
      isFreed = true;
      this.#busy--;
      this.#changed.notifyAll();
    });
    const slot = { work, isDone: false };
    const markDone = () => {
      slot.isDone = true;
      this.#done++;
    };
    // A failure is thrown when its turn comes; until then it must not count as unhandled.
    work.then(markDone, markDone);
    return slot;
  }

  #hasRoom(): boolean {
    if (this.#busy >= this.limits.busy || this.#slots.length >= this.limits.waiting) return false;
    return !this.#slots[0]?.isDone || this.#done < AT_HAND;
  }
}
