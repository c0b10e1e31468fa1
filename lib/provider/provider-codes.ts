/** What a code blames: the account, whose owner has to act, the code that called, or the one message. */
export type Blame = 'account' | 'call' | 'message' | 'nobody';

/** @deprecated Its name is {@link Blame}. */
export type Fault = Blame;

export interface ProviderCodeInfo {
  blame: Blame;
  /** @deprecated The same as `blame`. */
  fault: Blame;
  en: string;
  fa: string;
}

const code = <B extends Blame>(blame: B, en: string, fa: string) => ({
  blame,
  fault: blame,
  en,
  fa,
});

/**
 * Every logical code of the provider's guide (its last section, error handling), and E800, which the
 * guide does not list and the field has seen.
 */
export const PROVIDER_CODES = {
  E2: code('call', 'A required parameter is missing', 'ورود تمامی پارامترها الزامی است'),
  E4: code('account', 'Access to the system is not allowed', 'دسترسی غیرمجاز به سیستم'),
  E5: code('account', 'Wrong user name or password', 'نام کاربری یا کلمه عبور صحیح نیست'),
  E6: code('account', 'Not enough credit', 'اعتبار برای ارسال کافی نیست'),
  E7: code('nobody', 'No new unread inbox message', 'پیام ورودی جدید خوانده‌نشده‌ای وجود ندارد'),
  E8: code(
    'call',
    'The id given for a status is invalid',
    'شناسه پیام برای دریافت وضعیت نامعتبر است',
  ),
  E43: code('message', "The recipient's number is invalid", 'شماره گیرنده نامعتبر است'),
  E107: code('call', 'There are more than 250 recipients', 'تعداد گیرندگان بیش از ۲۵۰ است'),
  E132: code('message', 'The text contains sensitive words', 'متن شامل کلمات حساس است'),
  E211: code('message', 'The text is longer than 32 parts', 'طول متن بیش از حد مجاز (۳۲ پارت) است'),
  E223: code(
    'account',
    "The sender's line is invalid or missing",
    'شماره اختصاصی فرستنده نامعتبر است یا داده نشده است',
  ),
  E303: code('call', 'No valid recipient was given', 'هیچ شماره گیرنده صحیحی وارد نشده است'),
  E305: code(
    'call',
    'The id given for a status does not exist',
    'شناسه پیام برای دریافت وضعیت وجود ندارد',
  ),
  E766: code('message', 'The text is empty', 'متن پیام خالی است'),
  E800: code(
    'message',
    "The recipient is on the operator's blacklist of advertising",
    'گیرنده در لیست سیاه پیامک‌های تبلیغاتی اپراتور است',
  ),
} as const satisfies Record<string, ProviderCodeInfo>;

export type ProviderCode = keyof typeof PROVIDER_CODES;

/** The English description of a code, or `undefined` for one the guide does not list. */
export function describeCode(code: string): string | undefined {
  return Object.hasOwn(PROVIDER_CODES, code) ? PROVIDER_CODES[code as ProviderCode].en : undefined;
}

/** What a code blames; `undefined` for one the guide does not list. */
export function blameOf(code: string): Blame | undefined {
  return Object.hasOwn(PROVIDER_CODES, code)
    ? PROVIDER_CODES[code as ProviderCode].blame
    : undefined;
}

const LIKE_A_CODE = /^[A-Z]{1,4}[0-9]{1,5}$/i;

/** A code as an error may show it: what does not look like one may be part of a text. */
export function tellableCode(code: string): string {
  return LIKE_A_CODE.test(code) ? code : 'unlisted';
}
