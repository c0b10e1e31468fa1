import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Settings, SETTINGS } from '../settings/settings.js';

/**
 * Lets at most `maxConcurrency` requests be under way, and at most `requestsPerSecond` start.
 * Who is urgent goes ahead of all who wait.
 */
@Injectable()
export class Gate {
  readonly #maxConcurrency: number;
  readonly #intervalMs: number;
  readonly #urgent: (() => void)[] = [];
  readonly #others: (() => void)[] = [];
  #underWay = 0;
  #nextStartMs = 0;
  #timer?: NodeJS.Timeout;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'maxConcurrency' | 'requestsPerSecond'>) {
    this.#maxConcurrency = settings.maxConcurrency;
    this.#intervalMs = settings.requestsPerSecond ? 1000 / settings.requestsPerSecond : 0;
  }

  async run<T>(request: () => Promise<T>, urgent = false): Promise<T> {
    await new Promise<void>((admitted) => {
      (urgent ? this.#urgent : this.#others).push(admitted);
      this.#admit();
    });
    try {
      return await request();
    } finally {
      this.#underWay--;
      this.#admit();
    }
  }

  /** Waits for a turn for one more request of someone who has a place already. */
  async pace(): Promise<void> {
    const waitMs = this.#nextStartMs - performance.now();
    this.#takeTurn();
    if (waitMs > 0) await sleep(waitMs);
  }

  #admit(): void {
    while (this.#underWay < this.#maxConcurrency && this.#timer === undefined) {
      const next = this.#urgent[0] ?? this.#others[0];
      if (next === undefined) return;
      const waitMs = this.#nextStartMs - performance.now();
      if (waitMs > 0) {
        // Who goes next is only said at the turn: somebody urgent may come until then.
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          this.#admit();
        }, waitMs);
        return;
      }
      (this.#urgent.length > 0 ? this.#urgent : this.#others).shift();
      this.#underWay++;
      this.#takeTurn();
      next();
    }
  }

  #takeTurn(): void {
    if (this.#intervalMs === 0) return;
    this.#nextStartMs = Math.max(performance.now(), this.#nextStartMs) + this.#intervalMs;
  }
}
