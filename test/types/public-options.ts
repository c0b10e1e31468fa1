// Compiled, never run, as public-types.ts: the options of the module and the facts of its errors.
import type { DynamicModule, Type } from '@nestjs/common';
import { expectTypeOf } from 'expect-type';
import {
  type BalanceWatchOptions,
  type ConfigurationProblem,
  type DeliveryTrackingOptions,
  getPayamSmsToken,
  type InboxPollingOptions,
  type InboxStart,
  InjectPayamSms,
  type LocalCode,
  type LoginEncoding,
  type Operation,
  payamSmsConfig,
  payamSmsConfigOf,
  PayamSmsApiError,
  PayamSmsAuthenticationError,
  PayamSmsConfigurationError,
  PayamSmsError,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  type PayamSmsOptionsFactory,
  PayamSmsRejectedError,
  type PayamSmsStore,
  PayamSmsTransportError,
  PayamSmsUnexpectedAnswerError,
  PayamSmsUnknownOutcomeError,
  PayamSmsUnsentError,
  type ProviderCode,
  type RetryOptions,
  SmsService,
  type UnsentReason,
  type Wait,
} from 'nestjs-payamsms';

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];

expectTypeOf<RequiredKeys<PayamSmsModuleOptions>>().toEqualTypeOf<
  'clientId' | 'clientSecret' | 'systemName' | 'username' | 'password'
>();
expectTypeOf<
  Omit<PayamSmsModuleOptions, 'account' | 'store' | 'http' | RequiredKeys<PayamSmsModuleOptions>>
>().toEqualTypeOf<{
  baseUrl?: string;
  sender?: string;
  loginEncoding?: LoginEncoding;
  timeoutMs?: number;
  maxAnswerBytes?: number;
  timeZone?: string;
  batchSize?: number;
  lingerMs?: number;
  maxConcurrency?: number;
  requestsPerSecond?: number;
  retry?: Partial<RetryOptions>;
  settleMs?: number;
  sendDeadlineMs?: number;
  shutdownTimeoutMs?: number;
  logErrorMessages?: boolean;
  inbox?: InboxPollingOptions;
  delivery?: boolean | DeliveryTrackingOptions;
  balance?: BalanceWatchOptions;
}>();
expectTypeOf<DeliveryTrackingOptions>().toEqualTypeOf<{
  ladder?: readonly Wait[];
  cron?: string;
}>();
expectTypeOf<Wait>().toEqualTypeOf<number | `${number}${'ms' | 's' | 'm' | 'h' | 'd'}`>();
expectTypeOf<BalanceWatchOptions>().toEqualTypeOf<{ lowThreshold: number; cron?: string }>();
expectTypeOf<PayamSmsModuleOptions['store']>().toEqualTypeOf<PayamSmsStore | string | undefined>();
expectTypeOf<keyof NonNullable<PayamSmsModuleOptions['http']>>().toEqualTypeOf<
  'proxy' | 'httpAgent' | 'httpsAgent'
>();
expectTypeOf<LoginEncoding>().toEqualTypeOf<'auto' | 'json' | 'form' | 'query'>();
expectTypeOf<RetryOptions>().toEqualTypeOf<{
  maxAttempts: number;
  baseDelayMs: number;
  maxDelayMs: number;
}>();

expectTypeOf<InboxPollingOptions>().toEqualTypeOf<{
  numbers?: readonly string[];
  cron?: string;
  startFrom?: InboxStart;
  maxAttempts?: number;
  overlapMs?: number;
  handlerTimeoutMs?: number;
}>();
expectTypeOf<InboxStart>().toEqualTypeOf<
  'unread' | 'now' | 'all' | { afterId: string } | { since: Date }
>();

const options = {} as PayamSmsModuleOptions;
class Factory implements PayamSmsOptionsFactory {
  createPayamSmsOptions(): PayamSmsModuleOptions {
    return options;
  }
}
/** Every way to import the module. */
const imports = () => [
  PayamSmsModule.forRoot({ ...options, isGlobal: false }),
  PayamSmsModule.forRootAsync(),
  PayamSmsModule.forRoot({ ...options, account: 'marketing' }),
  PayamSmsModule.forRootAsync({ account: 'marketing' }),
  PayamSmsModule.forRootAsync({ account: 'marketing', useFactory: () => options }),
  PayamSmsModule.forRootAsync({ isGlobal: false }),
  PayamSmsModule.forRootAsync({ useClass: Factory, imports: [] }),
  PayamSmsModule.forRootAsync({ useExisting: Factory }),
  PayamSmsModule.forRootAsync({
    useFactory: async (sender: string) => ({ ...options, sender }),
    inject: ['SENDER'],
  }),
];
expectTypeOf(getPayamSmsToken(SmsService, 'marketing')).toEqualTypeOf<Type<SmsService> | symbol>();
expectTypeOf(payamSmsConfigOf('marketing')).toEqualTypeOf(payamSmsConfig);
// @ts-expect-error it is none of the module's services
export const token = () => getPayamSmsToken(Date, 'marketing');
// @ts-expect-error nor is this
export const inject = () => InjectPayamSms(PayamSmsModule, 'marketing');

expectTypeOf(imports).returns.toEqualTypeOf<DynamicModule[]>();

expectTypeOf<PayamSmsError>().toExtend<Error>();
expectTypeOf<
  | PayamSmsApiError
  | PayamSmsAuthenticationError
  | PayamSmsConfigurationError
  | PayamSmsRejectedError
  | PayamSmsTransportError
  | PayamSmsUnexpectedAnswerError
  | PayamSmsUnknownOutcomeError
  | PayamSmsUnsentError
>().toExtend<PayamSmsError>();
expectTypeOf<PayamSmsRejectedError>().toHaveProperty('code').toEqualTypeOf<string>();
expectTypeOf<PayamSmsRejectedError>().toHaveProperty('description').toEqualTypeOf<string>();
expectTypeOf<PayamSmsRejectedError>().toHaveProperty('local').toEqualTypeOf<boolean>();
expectTypeOf<PayamSmsUnsentError>().toHaveProperty('reason').toEqualTypeOf<UnsentReason>();
expectTypeOf<PayamSmsUnknownOutcomeError>()
  .toHaveProperty('customerIds')
  .toEqualTypeOf<readonly string[]>();
expectTypeOf<PayamSmsTransportError>().toHaveProperty('operation').toEqualTypeOf<Operation>();
expectTypeOf<PayamSmsTransportError['retryAfterMs']>().toEqualTypeOf<number | undefined>();
expectTypeOf<PayamSmsUnexpectedAnswerError>().toHaveProperty('where').toEqualTypeOf<string>();
expectTypeOf<PayamSmsUnexpectedAnswerError>().toHaveProperty('what').toEqualTypeOf<string>();
expectTypeOf<PayamSmsApiError>().toHaveProperty('status').toEqualTypeOf<number>();
expectTypeOf<PayamSmsApiError['code']>().toEqualTypeOf<string | undefined>();
expectTypeOf<PayamSmsConfigurationError>()
  .toHaveProperty('problems')
  .toEqualTypeOf<readonly ConfigurationProblem[]>();

expectTypeOf<LocalCode>().toEqualTypeOf<
  'DUPLICATE_CUSTOMER_ID' | 'INVALID_CUSTOMER_ID' | 'INVALID_SEND_DATE'
>();
expectTypeOf<ProviderCode>().toEqualTypeOf<
  | 'E2'
  | 'E4'
  | 'E5'
  | 'E6'
  | 'E7'
  | 'E8'
  | 'E43'
  | 'E107'
  | 'E132'
  | 'E211'
  | 'E223'
  | 'E303'
  | 'E305'
  | 'E766'
  | 'E800'
>();
