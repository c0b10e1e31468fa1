/** Who has to act on a code: the account's owner, the code that called, or the one message. */
export type Fault = 'account' | 'call' | 'message' | 'nobody';

export interface ProviderCodeInfo {
  fault: Fault;
  en: string;
  fa: string;
}

/**
 * Every logical code of the provider's guide (its last section, error handling), and E800, which the
 * guide does not list and the field has seen.
 */
export const PROVIDER_CODES = {
  E2: {
    fault: 'call',
    en: 'A required parameter is missing',
    fa: 'ورود تمامی پارامترها الزامی است',
  },
  E4: {
    fault: 'account',
    en: 'Access to the system is not allowed',
    fa: 'دسترسی غیرمجاز به سیستم',
  },
  E5: {
    fault: 'account',
    en: 'Wrong user name or password',
    fa: 'نام کاربری یا کلمه عبور صحیح نیست',
  },
  E6: { fault: 'account', en: 'Not enough credit', fa: 'اعتبار برای ارسال کافی نیست' },
  E7: {
    fault: 'nobody',
    en: 'No new unread inbox message',
    fa: 'پیام ورودی جدید خوانده‌نشده‌ای وجود ندارد',
  },
  E8: {
    fault: 'call',
    en: 'The id given for a status is invalid',
    fa: 'شناسه پیام برای دریافت وضعیت نامعتبر است',
  },
  E43: {
    fault: 'message',
    en: "The recipient's number is invalid",
    fa: 'شماره گیرنده نامعتبر است',
  },
  E107: {
    fault: 'call',
    en: 'There are more than 250 recipients',
    fa: 'تعداد گیرندگان بیش از ۲۵۰ است',
  },
  E132: {
    fault: 'message',
    en: 'The text contains sensitive words',
    fa: 'متن شامل کلمات حساس است',
  },
  E211: {
    fault: 'message',
    en: 'The text is longer than 32 parts',
    fa: 'طول متن بیش از حد مجاز (۳۲ پارت) است',
  },
  E223: {
    fault: 'account',
    en: "The sender's line is invalid or missing",
    fa: 'شماره اختصاصی فرستنده نامعتبر است یا داده نشده است',
  },
  E303: {
    fault: 'call',
    en: 'No valid recipient was given',
    fa: 'هیچ شماره گیرنده صحیحی وارد نشده است',
  },
  E305: {
    fault: 'call',
    en: 'The id given for a status does not exist',
    fa: 'شناسه پیام برای دریافت وضعیت وجود ندارد',
  },
  E766: { fault: 'message', en: 'The text is empty', fa: 'متن پیام خالی است' },
  E800: {
    fault: 'message',
    en: "The recipient is on the operator's blacklist of advertising",
    fa: 'گیرنده در لیست سیاه پیامک‌های تبلیغاتی اپراتور است',
  },
} as const satisfies Record<string, ProviderCodeInfo>;

export type ProviderCode = keyof typeof PROVIDER_CODES;

/** The English description of a code, or `undefined` for one the guide does not list. */
export function describeCode(code: string): string | undefined {
  return Object.hasOwn(PROVIDER_CODES, code) ? PROVIDER_CODES[code as ProviderCode].en : undefined;
}

/** Who has to act on a code; `undefined` for one the guide does not list. */
export function faultOf(code: string): Fault | undefined {
  return Object.hasOwn(PROVIDER_CODES, code)
    ? PROVIDER_CODES[code as ProviderCode].fault
    : undefined;
}

const LIKE_A_CODE = /^[A-Z]{1,4}[0-9]{1,5}$/i;

/** A code as an error may show it: what does not look like one might be somebody's words. */
export function tellableCode(code: string): string {
  return LIKE_A_CODE.test(code) ? code : 'unlisted';
}
