import {
  type ClassProvider,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
  type Provider,
} from '@nestjs/common';
import { ModulesContainer, ModuleRef } from '@nestjs/core';
import { LoginApi } from './api/login.api.js';
import { PayamSmsApi } from './api/payamsms.api.js';
import { StatusLookup } from './api/status-lookup.js';
import { TokenKeeper } from './auth/token-keeper.js';
import { AppAccounts } from './app-accounts.js';
import { BACKGROUND } from './background.providers.js';
import { openCheckedStore } from './checked-store.js';
import { Following } from './delivery/following.js';
import { SteadyClock } from './delivery/steady-clock.js';
import { PayamSmsConfigurationError } from './errors/configuration.error.js';
import { AuthorizedClient } from './http/authorized-client.js';
import { Limiter } from './http/limiter.js';
import { HttpClient } from './http/http-client.js';
import { TokenSource } from './http/token-source.js';
import { payamSmsConfigOf } from './payamsms.config.js';
import { ConfigurableModuleClass, type OPTIONS_TYPE } from './payamsms.module-definition.js';
import type { PayamSmsModuleAsyncOptions } from './payamsms.options.js';
import { getPayamSmsToken, SERVICE_CLASSES } from './payamsms.tokens.js';
import { type Settings, SETTINGS } from './settings/settings.js';
import { AcceptedSmsFeed } from './sms/accepted-sms-feed.js';
import { SendCalls } from './sms/call/send-calls.js';
import { SendQueue } from './sms/call/send-queue.js';
import { BatchSender } from './sms/batch/batch-sender.js';
import { SharedStatuses } from './report/shared-statuses.js';
import { SendCaller } from './sms/call/send-caller.js';
import { Lookup } from './sms/reconcile/lookup.js';
import { Reconciler } from './sms/reconcile/reconciler.js';
import { SharedScheduleLookup } from './sms/reconcile/shared-schedule-lookup.js';
import { SharedStatusLookup } from './sms/reconcile/shared-status-lookup.js';
import { SendRuns } from './sms/run/send-runs.js';
import { SendLog } from './sms/send-log.js';
import { SingleSender } from './sms/single-sender.js';
import { StartChecks } from './start-checks.js';
import { OPEN_STORE, type OpenStore, STORE } from './store/open-store.js';

/** Fails where two modules of an app have the same account. */
const APP_ACCOUNTS: Provider = {
  provide: AppAccounts,
  inject: [SETTINGS, ModuleRef],
  useFactory: (settings: Settings, moduleRef: ModuleRef) => {
    // One for each app, whichever module asks.
    const accounts = new AppAccounts(moduleRef.get(ModulesContainer, { strict: false }));
    accounts.add(settings);
    return accounts;
  },
};

const PROVIDERS: Provider[] = [
  APP_ACCOUNTS,
  HttpClient,
  Limiter,
  LoginApi,
  TokenKeeper,
  { provide: TokenSource, useExisting: TokenKeeper },
  AuthorizedClient,
  PayamSmsApi,
  StatusLookup,
  SharedStatuses,
  SharedStatusLookup,
  SharedScheduleLookup,
  Lookup,
  Reconciler,
  SendLog,
  AcceptedSmsFeed,
  SendCaller,
  SendCalls,
  SendQueue,
  SingleSender,
  BatchSender,
  SendRuns,
  { provide: OPEN_STORE, useFactory: openCheckedStore, inject: [SETTINGS] },
  { provide: STORE, useFactory: ({ account }: OpenStore) => account, inject: [OPEN_STORE] },
  { provide: SteadyClock, useFactory: () => new SteadyClock() },
  Following,
  StartChecks,
  ...BACKGROUND,
];

/** Fails in a module that was imported as a class, without options. */
const IMPORTED_BARE: Provider = {
  provide: Symbol('PAYAMSMS_IMPORTED_BARE'),
  inject: [{ token: SETTINGS, optional: true }],
  useFactory: (settings?: Settings) => {
    if (settings) return;
    throw new PayamSmsConfigurationError([
      {
        option: 'imports',
        problem:
          'PayamSmsModule was imported without options: import PayamSmsModule.forRootAsync() once, in your AppModule. Other modules inject its services without importing it; with isGlobal: false they import what forRootAsync() has returned',
      },
    ]);
  },
};

/**
 * PayamSMS for Nest. Import it once, with `forRoot(options)`, or with `forRootAsync()` to take
 * everything from the `PAYAMSMS_*` variables; the services can then be injected anywhere.
 *
 * Wrong or missing settings stop the app at start with a `PayamSmsConfigurationError`.
 */
@Module({ providers: [IMPORTED_BARE] })
export class PayamSmsModule
  extends ConfigurableModuleClass
  implements OnApplicationBootstrap, OnApplicationShutdown
{
  /** @param store absent only where {@link IMPORTED_BARE} stops the start */
  constructor(@Optional() @Inject(OPEN_STORE) private readonly store?: OpenStore) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.store?.started();
  }

  /** Nest calls a module after all of its providers, whose last sends may still be followed. */
  async onApplicationShutdown(): Promise<void> {
    await this.store?.close();
  }

  /** Options as they are; no variable is read. */
  static override forRoot(options: typeof OPTIONS_TYPE): DynamicModule {
    // Without any, as in JavaScript, the error at the start lists what is missing.
    return withProviders(super.forRoot(options ?? {}), options?.account);
  }

  /**
   * Options by `useFactory`, `useClass` or `useExisting` (a class with `createPayamSmsOptions`).
   * Without any of these, from the `PAYAMSMS_*` variables through `@nestjs/config`; for the account
   * `marketing`, `forRootAsync({ account: 'marketing' })`, from `PAYAMSMS_MARKETING_*`.
   */
  static override forRootAsync(options: PayamSmsModuleAsyncOptions = {}): DynamicModule {
    const { account, useFactory, useClass, useExisting } = options;
    if (useFactory ?? useClass ?? useExisting) {
      return withProviders(super.forRootAsync(options), account);
    }
    const environment = payamSmsConfigOf(account).asProvider();
    const imports = [...(options.imports ?? []), ...environment.imports];
    return withProviders(super.forRootAsync({ ...options, ...environment, imports }), account);
  }
}

/**
 * The services of a named account are known by tokens of their own alone: their classes mean the
 * account without a name, for `app.get(SmsService)` too.
 */
function withProviders(module: DynamicModule, account?: string): DynamicModule {
  const services = SERVICE_CLASSES.map((service) => ({
    provide: getPayamSmsToken(service, account),
    useClass: service,
  })) as ClassProvider[];
  return {
    ...module,
    providers: [...(module.providers ?? []), ...PROVIDERS, ...services],
    exports: [...(module.exports ?? []), ...services.map(({ provide }) => provide)],
  };
}
