import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { Cutoff } from './cutoff.js';

interface Waiter {
  admit: (hasPlace: boolean) => void;
  signal: Cutoff | undefined;
}

/**
 * Lets at most `maxConcurrency` requests be under way, and at most `requestsPerSecond` start.
 * Who is urgent goes ahead of all who wait.
 */
@Injectable()
export class Gate {
  readonly #maxConcurrency: number;
  readonly #intervalMs: number;
  readonly #urgent: Waiter[] = [];
  readonly #others: Waiter[] = [];
  #underWay = 0;
  #nextStartMs = 0;
  #timer?: NodeJS.Timeout;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'maxConcurrency' | 'requestsPerSecond'>) {
    this.#maxConcurrency = settings.maxConcurrency;
    this.#intervalMs = settings.requestsPerSecond ? 1000 / settings.requestsPerSecond : 0;
  }

  /**
   * Runs a request when it has a place and a turn. Who was given up while waiting takes neither:
   * the request is left to find that out.
   */
  async run<T>(
    request: () => Promise<T>,
    { urgent = false, signal }: { urgent?: boolean; signal?: Cutoff } = {},
  ): Promise<T> {
    const hasPlace = this.#enterAtOnce(signal) || (await this.#wait(urgent, signal));
    try {
      return await request();
    } finally {
      if (hasPlace) {
        this.#underWay--;
        this.#admit();
      }
    }
  }

  /** Waits for a turn for one more request of someone who has a place already. */
  async pace(): Promise<void> {
    const waitMs = this.#nextStartMs - performance.now();
    this.#takeTurn();
    if (waitMs > 0) await sleep(waitMs);
  }

  /** Where nobody waits, nor need anybody. */
  #enterAtOnce(signal: Cutoff | undefined): boolean {
    const isFree =
      !signal?.aborted &&
      this.#underWay < this.#maxConcurrency &&
      this.#timer === undefined &&
      this.#urgent.length + this.#others.length === 0 &&
      (this.#intervalMs === 0 || this.#nextStartMs <= performance.now());
    if (isFree) this.#enter();
    return isFree;
  }

  #wait(isUrgent: boolean, signal: Cutoff | undefined): Promise<boolean> {
    return new Promise((admit) => {
      (isUrgent ? this.#urgent : this.#others).push({ admit, signal });
      this.#admit();
    });
  }

  #enter(): void {
    this.#underWay++;
    this.#takeTurn();
  }

  #admit(): void {
    while (this.#underWay < this.#maxConcurrency && this.#timer === undefined) {
      const queue = this.#urgent.length > 0 ? this.#urgent : this.#others;
      const [next] = queue;
      if (next === undefined) return;
      const isGivenUp = next.signal?.aborted === true;
      const waitMs = isGivenUp ? 0 : this.#nextStartMs - performance.now();
      if (waitMs > 0) {
        // Who goes next is only said at the turn: somebody urgent may come until then.
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#admit();
        }, waitMs);
        return;
      }
      queue.shift();
      if (!isGivenUp) this.#enter();
      next.admit(!isGivenUp);
    }
  }

  #takeTurn(): void {
    if (this.#intervalMs === 0) return;
    this.#nextStartMs = Math.max(performance.now(), this.#nextStartMs) + this.#intervalMs;
  }
}
