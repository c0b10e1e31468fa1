import type { Logger } from '@nestjs/common';
import type { EventChannel } from './event-channel.js';
import { decoratorFor } from './decorators.js';
import type { EventName } from './events.types.js';

/** Whether an event has listeners. Without any, to ask the service would be for nothing. */
export class ListenerCheck<E extends EventName> {
  #isLogged = false;

  /** @param consequence what does not happen without listeners; logged once */
  constructor(
    private readonly channel: Pick<EventChannel<E>, 'event' | 'listenerCount'>,
    private readonly consequence: string,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  hasListeners(): boolean {
    if (this.channel.listenerCount() > 0) return true;
    if (!this.#isLogged) {
      const { event } = this.channel;
      this.logger.warn(
        `No listener takes ${event}, so ${this.consequence}: put ${decoratorFor(event)} on a method of a provider`,
      );
    }
    this.#isLogged = true;
    return false;
  }
}
