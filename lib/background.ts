// What runs by itself: a quarter of the package, loaded by apps that turn some of it on.
import type { ModuleRef } from '@nestjs/core';
import type { PayamSmsApi } from './api/payamsms.api.js';
import type { StatusLookup } from './api/status-lookup.js';
import { BalanceTask } from './balance/balance-task.js';
import { DeliveryTask } from './delivery/delivery-task.js';
import type { SteadyClock } from './delivery/steady-clock.js';
import { EVENTS } from './events/events.types.js';
import { PayamSmsEvents } from './events/payamsms-events.js';
import { Inbox } from './inbox/inbox.js';
import { loggerOf } from './settings/logger.js';
import type { Settings } from './settings/settings.js';
import type { AccountStore } from './store/store.js';
import { TaskHost } from './tasks/task-host.js';
import type { Trigger } from './tasks/trigger.js';

export { declareCronTrigger } from './tasks/cron-trigger.js';

/** What all that runs by itself relies on. */
export interface BackgroundDependencies {
  settings: Settings;
  store: AccountStore;
  storeIsRemote: boolean;
  api: PayamSmsApi;
  statuses: StatusLookup;
  clock: SteadyClock;
  trigger: Trigger;
  moduleRef: ModuleRef;
  /** Ends what runs wait for, such as a limiter's pause: the app ends. */
  endWaits: () => void;
}

type SettingsOf<Name extends 'inbox' | 'delivery' | 'balance'> = NonNullable<Settings[Name]>;

export function inboxTasks(inbox: SettingsOf<'inbox'>, given: BackgroundDependencies): Inbox {
  return new Inbox(inbox, withEvents(given));
}

export function deliveryTasks(
  tracking: SettingsOf<'delivery'>,
  given: BackgroundDependencies,
): TaskHost<number> {
  const dependencies = withEvents(given);
  const { events, store } = dependencies;
  const channel = events.channel(EVENTS.delivery);
  const task = new DeliveryTask(tracking, { ...dependencies, store: store.delivery, channel });
  return new TaskHost([task], dependencies);
}

export function balanceTasks(
  { lowThreshold }: SettingsOf<'balance'>,
  given: BackgroundDependencies,
): TaskHost<void> {
  const dependencies = withEvents(given);
  const { api, store, logger, events } = dependencies;
  const channel = events.channel(EVENTS.lowBalance);
  const task = new BalanceTask(lowThreshold, { api, store: store.balance, channel, logger });
  return new TaskHost([task], dependencies);
}

function withEvents(given: BackgroundDependencies) {
  const events = new PayamSmsEvents(given.moduleRef, given.settings);
  return { ...given, events, logger: loggerOf(given.settings) };
}
