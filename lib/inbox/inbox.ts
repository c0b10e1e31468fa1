import type { PayamSmsApi } from '../api/payamsms.api.js';
import type { EventChannel } from '../events/event-channel.js';
import { EVENTS } from '../events/events.types.js';
import { ListenerCheck } from '../events/listener-check.js';
import type { PayamSmsEvents } from '../events/payamsms-events.js';
import type { InboxSettings } from '../settings/inbox-settings.js';
import type { AccountStore } from '../store/store.js';
import { type HostDependencies, TaskHost } from '../tasks/task-host.js';
import { SharedCircuit } from './circuit-breaker.js';
import { MANY_AT_ONCE, ONE_BY_ONE } from './handled-buffer.js';
import { InboxTask } from './inbox-task.js';

interface Dependencies extends HostDependencies {
  api: PayamSmsApi;
  store: AccountStore;
  storeIsRemote: boolean;
  events: PayamSmsEvents;
}

/** The account's numbers, from the app's start to its end: a task and a lease for each. */
export class Inbox extends TaskHost<number, InboxTask> {
  readonly inbound: EventChannel<'payamsms.inbound'>;

  constructor(settings: InboxSettings, dependencies: Dependencies) {
    const { api, store, storeIsRemote, events, logger } = dependencies;
    const inbound = events.channel(EVENTS.inbound, settings.handlerTimeoutMs);
    const failed = events.channel(EVENTS.inboundFailed, settings.handlerTimeoutMs);
    const listeners = new ListenerCheck(inbound, 'the inbox is not polled', logger);
    const circuit = new SharedCircuit();
    const limits = storeIsRemote ? MANY_AT_ONCE : ONE_BY_ONE;
    const shared = { api, store: store.inbox, limits, inbound, failed, listeners, circuit, logger };
    super(
      settings.numbers.map((number) => new InboxTask({ ...settings, number }, shared)),
      dependencies,
    );
    this.inbound = inbound;
  }

  /** @returns how many texts were handled; 0 for numbers that another process reads */
  async pollByHand(number?: string): Promise<number> {
    const tasks = this.tasks.filter((task) => number === undefined || task.number === number);
    if (tasks.length === 0) throw new RangeError('That number is not among inbox.numbers');
    const counts = await this.runByHand(tasks);
    return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  }
}
