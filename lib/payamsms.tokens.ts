import { Inject, type Type } from '@nestjs/common';
import { AccountService } from './account/account.service.js';
import { AuthService } from './auth/auth.service.js';
import { DeliveryService } from './delivery/delivery.service.js';
import { InboxService } from './inbox/inbox.service.js';
import { ReportService } from './report/report.service.js';
import { ScheduleService } from './schedule/schedule.service.js';
import { SmsService } from './sms/sms.service.js';

/** What an account's module provides, by names that no minifier changes. */
const SERVICES = {
  AuthService,
  AccountService,
  SmsService,
  ReportService,
  ScheduleService,
  InboxService,
  DeliveryService,
};

type Services = typeof SERVICES;

/** The class of a service, such as `SmsService`. */
export type ServiceClass = Services[keyof Services];

export const SERVICE_CLASSES: readonly ServiceClass[] = Object.values(SERVICES);

const NAMES = new Map<unknown, string>(
  Object.entries(SERVICES).map(([name, service]) => [service, name]),
);

/**
 * What to inject for a service of an account: the class itself for the account without a name.
 *
 * @param account as in `PayamSmsModule.forRoot({ account })`
 * @throws {TypeError} for a class that is none of the module's services
 */
export function getPayamSmsToken<S extends ServiceClass>(
  service: S,
  account?: string,
): Type<InstanceType<S>> | symbol {
  const name = NAMES.get(service);
  if (name === undefined) {
    throw new TypeError(
      `An account has the services ${[...NAMES.values()].join(', ')}, and no other`,
    );
  }
  // The types of classes with constructors of their own do not follow from each other.
  return account === undefined
    ? (service as unknown as Type<InstanceType<S>>)
    : Symbol.for(`nestjs-payamsms:${account}:${name}`);
}

/**
 * Injects a service of an account: `@InjectPayamSms(SmsService, 'marketing') sms: SmsService`. For the
 * account without a name the class alone is enough.
 */
export const InjectPayamSms = (
  service: ServiceClass,
  account?: string,
): PropertyDecorator & ParameterDecorator => Inject(getPayamSmsToken(service, account));
