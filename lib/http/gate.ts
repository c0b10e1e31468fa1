import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Settings, SETTINGS } from '../settings/settings.js';

/** Lets at most `maxConcurrency` requests be under way, at most `requestsPerSecond`. */
@Injectable()
export class Gate {
  readonly #maxConcurrency: number;
  readonly #intervalMs: number;
  readonly #waiting: (() => void)[] = [];
  #underWay = 0;
  #nextStart = 0;

  constructor(@Inject(SETTINGS) settings: Pick<Settings, 'maxConcurrency' | 'requestsPerSecond'>) {
    this.#maxConcurrency = settings.maxConcurrency;
    this.#intervalMs = settings.requestsPerSecond ? 1000 / settings.requestsPerSecond : 0;
  }

  async run<T>(request: () => Promise<T>): Promise<T> {
    if (this.#underWay < this.#maxConcurrency) this.#underWay++;
    else await new Promise<void>((admitted) => this.#waiting.push(admitted));
    try {
      await this.pace();
      return await request();
    } finally {
      // The place goes straight to the next in line, so no newcomer slips in between.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#underWay--;
    }
  }

  /** Waits until one more request keeps within the rate. */
  async pace(): Promise<void> {
    if (this.#intervalMs === 0) return;
    const now = performance.now();
    const start = Math.max(now, this.#nextStart);
    this.#nextStart = start + this.#intervalMs;
    if (start > now) await sleep(start - now);
  }
}
