import type { FactoryProvider } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { PayamSmsApi } from './api/payamsms.api.js';
import { StatusLookup } from './api/status-lookup.js';
import { DELIVERY_POLLING } from './delivery/delivery.service.js';
import { SteadyClock } from './delivery/steady-clock.js';
import { Limiter } from './http/limiter.js';
import { INBOX_POLLING } from './inbox/inbox.service.js';
import type { AppParts } from './polling/app-duty.js';
import type { RegisteredJob } from './polling/cron-job.js';
import { type Settings, SETTINGS } from './settings/settings.js';
import { STORE } from './store/open-store.js';
import type { AccountStore } from './store/store.js';

type Background = typeof import('./background.js');
type Parts = AppParts & { api: PayamSmsApi; statuses: StatusLookup; clock: SteadyClock };

/** What polls by itself, by the name of its settings. */
type Task = 'inbox' | 'delivery' | 'balance';

/** How a duty is made, out of the settings that turn it on. */
type Maker<D extends Task> = (
  background: Background,
  settings: NonNullable<Settings[D]>,
  job: RegisteredJob,
  parts: Parts,
) => object;

/**
 * A duty and its cron job, which must be a provider by itself for `@nestjs/schedule` to find it;
 * both `undefined`, and their code never loaded, where the duty's settings are absent.
 *
 * @param option the option that turns the duty on
 */
function providersOf<D extends Task>(
  duty: D,
  option: string,
  token: symbol,
  make: Maker<D>,
): FactoryProvider[] {
  const jobToken = Symbol(`PAYAMSMS_${duty.toUpperCase()}_JOB`);
  const job = async (settings: Settings, moduleRef: ModuleRef) => {
    const { cron } = settings[duty] ?? {};
    if (cron === undefined) return undefined;
    const { declareJob } = await import('./background.js');
    // One for each app, whichever module asks.
    const app = moduleRef.get(ModulesContainer, { strict: false });
    return declareJob(`payamsms:${duty}`, { cron, option, app });
  };
  const polling = async (
    registered: RegisteredJob | undefined,
    settings: Settings,
    store: AccountStore,
    api: PayamSmsApi,
    statuses: StatusLookup,
    clock: SteadyClock,
    limiter: Limiter,
    moduleRef: ModuleRef,
  ) => {
    const own = settings[duty];
    if (!own || !registered) return undefined;
    // Nest destroys the limiter only after all that lean on it, which would have waited until then.
    const endWaits = () => limiter.onModuleDestroy();
    const parts = { settings, store, api, statuses, clock, moduleRef, endWaits };
    return make(await import('./background.js'), own, registered, parts);
  };
  return [
    { provide: jobToken, inject: [SETTINGS, ModuleRef], useFactory: job },
    {
      provide: token,
      inject: [
        jobToken,
        SETTINGS,
        STORE,
        PayamSmsApi,
        StatusLookup,
        SteadyClock,
        Limiter,
        ModuleRef,
      ],
      useFactory: polling,
    },
  ];
}

export const BACKGROUND: FactoryProvider[] = [
  ...providersOf(
    'inbox',
    'inbox.numbers',
    INBOX_POLLING,
    (background, ...made) => new background.InboxPolling(...made),
  ),
  ...providersOf(
    'delivery',
    'delivery',
    DELIVERY_POLLING,
    (background, ...made) => new background.DeliveryPolling(...made),
  ),
  ...providersOf(
    'balance',
    'balance.lowThreshold',
    Symbol('PAYAMSMS_BALANCE_POLLING'),
    (background, ...made) => new background.BalancePolling(...made),
  ),
];
