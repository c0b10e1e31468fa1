import { type FactoryProvider, Inject, Injectable, type Provider } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { PayamSmsApi } from './api/payamsms.api.js';
import { StatusLookup } from './api/status-lookup.js';
import type { BackgroundDependencies } from './background.js';
import { DELIVERY_TASKS } from './delivery/delivery.service.js';
import { SteadyClock } from './delivery/steady-clock.js';
import { Limiter } from './http/limiter.js';
import { INBOX } from './inbox/inbox.service.js';
import { jobOfAccount } from './settings/account-names.js';
import { type Settings, SETTINGS } from './settings/settings.js';
import { OPEN_STORE, type OpenStore } from './store/open-store.js';
import type { AccountStore } from './store/store.js';
import type { Trigger } from './tasks/trigger.js';

type Background = typeof import('./background.js');

/** What runs by itself, by the name of its settings. */
type Name = 'inbox' | 'delivery' | 'balance';

/** How it is made, out of the settings that turn it on. */
type Maker<N extends Name> = (
  background: Background,
  settings: NonNullable<Settings[N]>,
  dependencies: BackgroundDependencies,
) => object;

/** What all tasks of an account rely on. */
@Injectable()
class SharedDependencies implements Omit<BackgroundDependencies, 'trigger'> {
  /** Nest destroys the limiter only after all that rely on it, which would have waited until then. */
  readonly endWaits = () => this.limiter.onModuleDestroy();

  readonly store: AccountStore;
  readonly storeIsRemote: boolean;

  constructor(
    @Inject(SETTINGS) readonly settings: Settings,
    @Inject(OPEN_STORE) { account, isRemote }: OpenStore,
    readonly api: PayamSmsApi,
    readonly statuses: StatusLookup,
    readonly clock: SteadyClock,
    private readonly limiter: Limiter,
    readonly moduleRef: ModuleRef,
  ) {
    this.store = account;
    this.storeIsRemote = isRemote;
  }
}

/**
 * The tasks and their trigger, whose job must be a provider by itself for `@nestjs/schedule` to find
 * it; both `undefined`, and their code never loaded, where their settings are absent.
 *
 * @param option the option that turns them on
 */
function providersOf<N extends Name>(
  name: N,
  option: string,
  token: symbol,
  make: Maker<N>,
): FactoryProvider[] {
  const triggerToken = Symbol(`PAYAMSMS_${name.toUpperCase()}_TRIGGER`);
  const makeTrigger = async (settings: Settings) => {
    const { cron } = settings[name] ?? {};
    if (cron === undefined) return undefined;
    const { declareCronTrigger } = await import('./background.js');
    const { account } = settings;
    return declareCronTrigger(jobOfAccount(name, account), { cron, option, account });
  };
  const makeTasks = async (trigger: Trigger | undefined, shared: SharedDependencies) => {
    const own = shared.settings[name];
    if (!own || !trigger) return undefined;
    return make(await import('./background.js'), own, { ...shared, trigger });
  };
  return [
    { provide: triggerToken, inject: [SETTINGS], useFactory: makeTrigger },
    { provide: token, inject: [triggerToken, SharedDependencies], useFactory: makeTasks },
  ];
}

export const BACKGROUND: Provider[] = [
  SharedDependencies,
  ...providersOf('inbox', 'inbox.numbers', INBOX, (background, ...made) =>
    background.inboxTasks(...made),
  ),
  ...providersOf('delivery', 'delivery', DELIVERY_TASKS, (background, ...made) =>
    background.deliveryTasks(...made),
  ),
  ...providersOf(
    'balance',
    'balance.lowThreshold',
    Symbol('PAYAMSMS_BALANCE_TASKS'),
    (background, ...made) => background.balanceTasks(...made),
  ),
];
