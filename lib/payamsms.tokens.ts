import { Inject, type Type } from '@nestjs/common';

/**
 * What to inject for a service of an account: the class itself for the account without a name.
 *
 * @param account as in `PayamSmsModule.forRoot({ account })`
 */
export const getPayamSmsToken = <T>(service: Type<T>, account?: string): Type<T> | symbol =>
  account === undefined ? service : Symbol.for(`nestjs-payamsms:${account}:${service.name}`);

/**
 * Injects a service of an account: `@InjectPayamSms(SmsService, 'marketing') sms: SmsService`. For the
 * account without a name the class alone is enough.
 */
export const InjectPayamSms = (
  service: Type,
  account?: string,
): PropertyDecorator & ParameterDecorator => Inject(getPayamSmsToken(service, account));
