import type { Logger } from '@nestjs/common';
import type { EventChannel } from './event-channel.js';
import type { EventName } from './events.types.js';

/** Those who listen to an event. Without any, to ask the service would be for nothing. */
export class Audience<E extends EventName> {
  #isMissed = false;

  /** @param whenMissed what follows from nobody listening, and what to do; said once */
  constructor(
    private readonly channel: Pick<EventChannel<E>, 'event' | 'listenerCount'>,
    private readonly whenMissed: string,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Whether anybody listens; that nobody does is said once. */
  exists(): boolean {
    if (this.channel.listenerCount() > 0) return true;
    if (!this.#isMissed) {
      this.logger.warn(`Nobody listens to ${this.channel.event}, so ${this.whenMissed}`);
    }
    this.#isMissed = true;
    return false;
  }

  /** Does what is worth doing while somebody listens; `undefined` when nobody does. */
  async serve<T>(work: () => Promise<T>): Promise<T | undefined> {
    return this.exists() ? work() : undefined;
  }
}
