import { Inject, Injectable, Logger } from '@nestjs/common';
import { STORE } from './open-store.js';
import type { PayamSmsStore } from './store.js';

/** Says once what a restart would cost. */
@Injectable()
export class Durability {
  readonly #logger = new Logger('PayamSms');
  #told = false;

  constructor(@Inject(STORE) private readonly store: PayamSmsStore) {}

  /** To be called by whoever is on and leans on the store. */
  warnUnlessDurable(): void {
    if (this.store.durable || this.#told) return;
    this.#told = true;
    this.#logger.warn(
      'What the inbox and delivery tracking remember is kept in memory: a restart forgets which texts were handled and which messages are followed. Set the option store to a SqliteStore of nestjs-payamsms/sqlite to keep it',
    );
  }
}
