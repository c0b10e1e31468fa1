import { Inject, Injectable } from '@nestjs/common';
import type { IdKind } from '../api/status-calls.js';
import { checkedIds } from '../api/status-ids.js';
import type { TaskHost } from '../tasks/task-host.js';
import { Following } from './following.js';

/** Injects the host of the task; `undefined` where tracking is off. */
export const DELIVERY_TASKS = Symbol('PAYAMSMS_DELIVERY_TASKS');

/**
 * Follows messages until their delivery is final, and emits each change as the event
 * `payamsms.delivery`. With the option `delivery` on, every accepted message is followed by itself.
 */
@Injectable()
export class DeliveryService {
  constructor(
    private readonly following: Following,
    @Inject(DELIVERY_TASKS) private readonly tasks: Pick<TaskHost<number>, 'runByHand'> | undefined,
  ) {}

  /**
   * Follows messages that were sent elsewhere, any number of them, each from the first wait of the ladder on.
   * One that is followed already stays where it is. Of messages with the same customerId each
   * is followed by itself, from when they are found.
   *
   * @throws {PayamSmsConfigurationError} where tracking is off
   * @throws {TypeError} for an id that is empty or no string
   * @throws {PayamSmsStoreError} some may be followed then; do it again
   */
  async track(ids: Iterable<string>, { by = 'serverId' }: { by?: IdKind } = {}): Promise<void> {
    await this.following.track(checkedIds(ids), by);
  }

  /**
   * Asks for the states of all messages whose time has come, until none is left, and emits what
   * has changed. The cron job `payamsms:delivery` calls it; one that comes while another runs gets
   * its result. Does nothing while another process does it, or there are no listeners.
   *
   * @returns how many changes were emitted, all their listeners resolved
   * @throws {PayamSmsConfigurationError} where tracking is off
   * @throws what the service or the store failed with, when all else is done; nothing is lost
   */
  async poll(): Promise<number> {
    if (!this.tasks) throw this.following.offError();
    const [emitted] = await this.tasks.runByHand();
    return emitted ?? 0;
  }
}
