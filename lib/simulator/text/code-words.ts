/** Words that a code follows, or that follow it. */
export const KEYWORD =
  /(?<![\p{L}_])(?:کد(?!ام|و|ر|ی(?!\P{L}))|رمز(?!ارز|گذار|نگار)|گذرواژه|پسورد|پین|otp|o\.t\.p\.?|codes?|pass(?:code|word)?|pin|tan|token|2fa|mfa|kod|ramz)(?![a-z_])/gu;

/** Words before other numbers of an account, such as codes that are used more than once. */
export const OTHER =
  /(?:کد|رمز)[\s\u200c]*(?:ی\s+)?(?:پیگیری|رهگیری|ملی|پستی|تخفیف|سفارش|مشتری|دستوری|معرف|مرجع|رسید|اشتراک|پرسنلی|قرعه|هدیه|کالا|محصول|شعبه|شناسه|ترمینال|پذیرنده|اقتصادی|خطا)\p{L}*|(?:promo(?:tion(?:al)?)?|discount|coupon|voucher|gift|zip|post(?:al)?|country|area|error|tracking|order|product|ref(?:erence|erral)?|branch|source|dress|status|booking|swift|sort)\s*-?codes?|(?<!\p{L})(?:سفارش|شناسه|فاکتور|قبض|پیگیری|رهگیری|مرجع|ارجاع|پرواز|بلیط|بلیت|orders?|invoice|refs?|reference|tracking|transaction|txn|ticket|booking|flight|parcel|case|room|gate|version|model|line)(?!\p{L})/gu;

/** Words that may stand between a word for a code and the code itself. */
const FILLERS: ReadonlySet<string> = new Set(
  (
    'شما تان ت را است از این آن با برای جهت به در ورود تحویل تایید تائید عبور پویا پویای دوم موقت فعال سازی فعالسازی یک بار ' +
    'یکبار مصرف یکبارمصرف احراز هویت امنیتی عضویت ثبت نام ثبتنام خرید پرداخت یکتا جدید سامانه ی کد رمز ' +
    'is are was your the a an for to in of as one time single use login log sign verification verify verifying ' +
    'confirmation security access activation authentication account number new code otp pin'
  ).split(' '),
);

/** Whether the code follows a word for it, as in `the code of your parcel: 4821`. */
export function pointsAhead(gap: string): boolean {
  return gap.length <= 60 && sentences(gap.trimEnd()) === 0 && /(?:[:=]|\bis)\s*$/u.test(gap);
}

/** Whether a text holds only words that go with a code. */
export function isFiller(gap: string): boolean {
  const words = gap.match(/\p{L}+/gu) ?? [];
  return !/[^\s\p{L}:=\-–—>→"'“”«»()[\]#.]/u.test(gap) && words.every((each) => FILLERS.has(each));
}

/** How many sentences end in a text. */
export function sentences(gap: string): number {
  return gap.match(/[.!?؟]\s|\n/gu)?.length ?? 0;
}
