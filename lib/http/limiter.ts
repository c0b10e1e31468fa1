import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { HeldBack } from './held-back.js';
import { LimiterPause, type PauseWaiting } from './limiter-pause.js';

/** How a request waits at the limiter. */
export interface Waiting extends PauseWaiting {
  /** Goes ahead of all that is not. */
  urgent?: boolean;
}

interface Waiter extends Waiting {
  admit: (hasPlace: boolean) => void;
  refuse: (error: HeldBack) => void;
  /** Stops listening to the signals. */
  release: () => void;
}

/**
 * Lets at most `maxConcurrency` requests be under way, and at most `requestsPerSecond` start. What
 * is urgent goes ahead of all that waits. While a limiter's pause lasts nothing starts. A request
 * whose last chance it is waits for its turn alone: all places may be taken by what hangs.
 */
@Injectable()
export class Limiter implements OnModuleDestroy {
  readonly #maxConcurrency: number;
  readonly #intervalMs: number;
  // Sets keep the order and give any waiter up at once, however many there are.
  /** Those whose last chance it is. */
  readonly #pressing = new Set<Waiter>();
  readonly #urgent = new Set<Waiter>();
  readonly #others = new Set<Waiter>();
  #underWay = 0;
  #nextStartMs = 0;
  readonly #pause = new LimiterPause();
  #timer?: NodeJS.Timeout;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'maxConcurrency' | 'requestsPerSecond'>) {
    this.#maxConcurrency = settings.maxConcurrency;
    this.#intervalMs = settings.requestsPerSecond ? 1000 / settings.requestsPerSecond : 0;
  }

  /**
   * Runs a request when it has a place and a turn.
   *
   * @throws {HeldBack} when a limiter's pause is longer than the request's patience
   */
  async run<T>(request: () => Promise<T>, waiting: Waiting = {}): Promise<T> {
    const hasPlace = this.#enterAtOnce(waiting) || (await this.#wait(waiting));
    try {
      return await request();
    } finally {
      if (hasPlace) {
        this.#underWay--;
        this.#admit();
      }
    }
  }

  /** Milliseconds for which a limiter still holds everything back; 0 without one. */
  get heldForMs(): number {
    return this.#pause.leftMs;
  }

  /** A limiter has asked for a pause: nothing starts before it is over. */
  holdBack(ms: number): void {
    this.#pause.last(ms);
    this.#refuseImpatient();
    this.#admit();
  }

  /** The app ends: no pause is waited for any more, here or where {@link closed} is heard. */
  onModuleDestroy(): void {
    this.#pause.closed.abort();
    this.#refuseImpatient();
  }

  get closed(): LightAbortSignal {
    return this.#pause.closed;
  }

  /**
   * Waits for the end of a limiter's pause, without a place.
   *
   * @throws {HeldBack} when it is longer than `patienceMs`
   */
  async opened(waiting: Waiting = {}): Promise<void> {
    await this.#pause.over(waiting);
  }

  /** Waits for a turn for one more request of a caller that has a place already. */
  async pace(waiting: Waiting = {}): Promise<void> {
    await this.opened(waiting);
    const waitMs = this.#nextStartMs - performance.now();
    this.#takeTurn();
    if (waitMs > 0) await (waiting.signal ?? new LightAbortSignal()).sleep(waitMs);
  }

  /** Where nothing waits, nor needs to. */
  #enterAtOnce(waiting: Waiting): boolean {
    const { signal, lastChance } = waiting;
    const heldMs = lastChance?.aborted ? 0 : this.heldForMs;
    if (heldMs > this.#pause.patienceOf(waiting)) throw new HeldBack(heldMs);
    const isFree =
      heldMs === 0 &&
      !signal?.aborted &&
      this.#underWay < this.#maxConcurrency &&
      this.#urgent.size + this.#others.size + this.#pressing.size === 0 &&
      (this.#intervalMs === 0 || this.#nextStartMs <= performance.now());
    if (isFree) this.#enter();
    return isFree;
  }

  #wait(waiting: Waiting): Promise<boolean> {
    const { signal, lastChance, urgent } = waiting;
    if (signal?.aborted) return Promise.resolve(false);
    return new Promise((admit, refuse) => {
      const giveUp = () => this.#leave(waiter).admit(false);
      const press = () => {
        this.#queueOf(waiter).delete(waiter);
        this.#pressing.add(waiter);
        this.#admit();
      };
      const release = () => {
        signal?.removeEventListener('abort', giveUp);
        lastChance?.removeEventListener('abort', press);
      };
      const waiter: Waiter = { ...waiting, admit, refuse, release };
      signal?.addEventListener('abort', giveUp);
      lastChance?.addEventListener('abort', press);
      if (lastChance?.aborted) this.#pressing.add(waiter);
      else (urgent ? this.#urgent : this.#others).add(waiter);
      this.#admit();
    });
  }

  #refuseImpatient(): void {
    const ms = this.heldForMs;
    for (const queue of [this.#urgent, this.#others]) {
      for (const waiter of queue) {
        if (ms > this.#pause.patienceOf(waiter)) this.#leave(waiter).refuse(new HeldBack(ms));
      }
    }
  }

  #queueOf(waiter: Waiter): Set<Waiter> {
    if (this.#pressing.has(waiter)) return this.#pressing;
    return waiter.urgent ? this.#urgent : this.#others;
  }

  #leave(waiter: Waiter): Waiter {
    this.#queueOf(waiter).delete(waiter);
    waiter.release();
    // With nothing left to let in, a timer would only keep the process alive.
    if (this.#next() === undefined) this.#stopTimer();
    return waiter;
  }

  #enter(): void {
    this.#underWay++;
    this.#takeTurn();
  }

  #next(): Waiter | undefined {
    for (const queue of [this.#pressing, this.#urgent, this.#others]) {
      for (const waiter of queue) return waiter;
    }
    return undefined;
  }

  #admit(): void {
    // What goes next is only said at its turn: something more urgent may come until then.
    this.#stopTimer();
    for (let next = this.#next(); next; next = this.#next()) {
      const isPressing = this.#pressing.has(next);
      if (!isPressing && this.#underWay >= this.#maxConcurrency) return;
      const heldUntilMs = isPressing ? 0 : this.#pause.untilMs;
      const waitMs = Math.max(this.#nextStartMs, heldUntilMs) - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#admit(), waitMs);
        return;
      }
      this.#leave(next);
      this.#enter();
      next.admit(true);
    }
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #takeTurn(): void {
    if (this.#intervalMs === 0) return;
    this.#nextStartMs = Math.max(performance.now(), this.#nextStartMs) + this.#intervalMs;
  }
}
