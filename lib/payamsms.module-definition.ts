import { HttpModule } from '@nestjs/axios';
import { ConfigurableModuleBuilder, type DynamicModule, Module } from '@nestjs/common';
import { axiosConfig } from './http/axios-config.js';
import type { PayamSmsModuleOptions } from './payamsms.options.js';
import { resolveSettings, SETTINGS } from './settings/settings.js';

/** Holds the checked settings, so that `HttpModule` can be given them too. */
@Module({})
class PayamSmsSettingsModule {}

/** Injects the account's name, `undefined` for the account without one. */
const ACCOUNT = Symbol('PAYAMSMS_ACCOUNT');

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<PayamSmsModuleOptions>({ moduleName: 'PayamSms' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createPayamSmsOptions')
    .setExtras({ isGlobal: true, account: undefined as string | undefined }, wireSettings)
    .build();

function wireSettings(
  { module, imports, providers = [] }: DynamicModule,
  { isGlobal, account }: { isGlobal: boolean; account: string | undefined },
): DynamicModule {
  const settings: DynamicModule = {
    module: PayamSmsSettingsModule,
    imports,
    providers: [
      ...providers,
      // A value, not a variable of the factory below: with `moduleIdGeneratorAlgorithm: 'deep-hash'` modules are
      // one when their metadata read the same.
      { provide: ACCOUNT, useValue: account },
      {
        provide: SETTINGS,
        inject: [MODULE_OPTIONS_TOKEN, ACCOUNT],
        useFactory: resolveSettings,
      },
    ],
    exports: [SETTINGS],
  };
  return {
    module,
    global: isGlobal,
    imports: [
      settings,
      // By a factory, so that every module has an axios of its own to put interceptors on.
      HttpModule.registerAsync({
        imports: [settings],
        inject: [SETTINGS],
        useFactory: axiosConfig,
      }),
    ],
  };
}
