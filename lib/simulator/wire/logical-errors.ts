/** The service's description of each logical code, from the table at the end of its guide; E800 is not in that table. */
const DESCRIPTIONS = {
  E2: 'ورود تمامی پارامترها الزامیست',
  E4: 'دسترسی غیر مجاز به سیستم',
  E5: 'نام کاربری و یا کلمه عبور صحیح نیست',
  E6: 'اعتبار برای ارسال کافی نیست',
  E7: 'پیام ورودی جدید خوانده نشده‌ای وجود ندارد',
  E8: 'شناسه وارد شده پیام جهت دریافت وضعیت نامعتبر است',
  E43: 'شماره گیرنده نامعتبر است',
  E107: 'تعداد گیرندگان مشخص شده بیش از ۲۵۰ گیرنده است',
  E132: 'متن وارد شده شامل کلمات حساس است',
  E211: 'طول متن پیام بیش از حد مجاز است',
  E223: 'شماره اختصاصی وارد شده نامعتبر است',
  E303: 'هیچ شماره گیرنده صحیحی وارد نشده',
  E305: 'شناسه وارد شده پیام جهت دریافت وضعیت وجود ندارد',
  E766: 'متن پیام خالیست',
  E800: 'شماره گیرنده در لیست سیاه پیام‌های تبلیغاتی اپراتور است',
} as const;

/** A code in the body of an answer. */
export type LogicalCode = keyof typeof DESCRIPTIONS;

export function logicalError(code: LogicalCode): { errorCode: LogicalCode; description: string } {
  return { errorCode: code, description: DESCRIPTIONS[code] };
}
