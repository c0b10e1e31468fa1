import type { Logger } from '@nestjs/common';
import { describeError } from '../privacy/describe-error.js';
import type { EventChannel } from '../events/event-channel.js';
import { ThrottledWarnings } from '../tasks/throttled-warnings.js';
import type { FailedMessages } from './run-state.js';

/** How many ids are named in a line of the log. */
const MAX_IDS = 10;

export interface LogDependencies {
  channel: Pick<EventChannel<'payamsms.delivery'>, 'event' | 'describe'>;
  logger: Pick<Logger, 'log' | 'warn' | 'error'>;
}

/** What delivery tracking logs. */
export class DeliveryLog {
  readonly #warnings: ThrottledWarnings;

  constructor(private readonly dependencies: LogDependencies) {
    this.#warnings = new ThrottledWarnings(dependencies.logger);
  }

  listenersFailed({ count, ids, lastFailures }: FailedMessages): void {
    const { channel, logger } = this.dependencies;
    const others = count > ids.length ? ` and ${count - ids.length} more` : '';
    logger.error(
      `Listeners of ${channel.event} failed for ${ids.join(', ')}${others}; they are called again after a while. The last failure: ${channel.describe(lastFailures)}`,
    );
  }

  /** @param error of the first */
  writesRefused(ids: readonly string[], error: unknown): void {
    this.#warnings.warn(
      `The store refuses to write the states of ${ids.length} followed messages, ${ids.slice(0, MAX_IDS).join(', ')}; the others are written, and these are asked for again: ${describeError(error)}`,
    );
  }
}
