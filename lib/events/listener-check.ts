import type { Logger } from '@nestjs/common';
import type { EventChannel } from './event-channel.js';
import type { EventName } from './events.types.js';

/** Whether an event has listeners. Without any, to ask the service would be for nothing. */
export class ListenerCheck<E extends EventName> {
  #isLogged = false;

  /** @param consequence what does not happen without listeners, and what to do; logged once */
  constructor(
    private readonly channel: Pick<EventChannel<E>, 'event' | 'listenerCount'>,
    private readonly consequence: string,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  hasListeners(): boolean {
    if (this.channel.listenerCount() > 0) return true;
    if (!this.#isLogged) {
      this.logger.warn(`Nobody listens to ${this.channel.event}, so ${this.consequence}`);
    }
    this.#isLogged = true;
    return false;
  }
}
