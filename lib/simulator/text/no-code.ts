const MONTHS =
  'فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|' +
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|' +
  'oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';

const UNITS =
  'تومان|تومن|ریال|هزار|میلیون|میلیارد|درصد|ثانیه|دقیقه|ساعت|روز|هفته|ماه|سال|امتیاز|نفر|عدد|بار|' +
  'مگابایت|گیگابایت|مگ|گیگ|کیلومتر|متر|کیلو|گرم|' +
  'rials?|tomans?|irr|irt|usd|eur|gbp|inr|dollars?|euros?|percent|points?|' +
  'ms|sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?|km|kg|mb|gb|kb';

const PHONES =
  'تلفن(?:\\s+همراه)?|تماس(?:\\s+با)?|پشتیبانی|موبایل|فکس|نمابر|سامانه|سرشماره|شماره|داخلی|' +
  'tel|telephone|phone|call|dial|fax|mobile|hotline|helpline|sms\\s+to|extension|ext';

const AMOUNTS =
  'مبلغ|مانده|موجودی|قیمت|هزینه|بدهی|اعتبار|amount|balance|price|total|pay|paid|cost|fee|rs\\.?|inr|usd|eur|irr|of\\s+rs\\.?';

const CARDS =
  'کارت|منتهی\\s+به|حساب|سپرده|card|ending(?:\\s+(?:in|with))?|ends\\s+with|a/c|acct|acc';

const AMOUNT = '[+-]?\\d[\\d.,]*';
const GROUPS = '[+-]?\\d+(?:[ -]\\d+)*';

/** A character that hides a digit; a run of them matches in one way only. */
const MASK = '(?:[*•●…]|[.x](?=[.x])|(?<=[.x])[.x](?![.x]))';

/** Hidden digits and the shown ones after them; across a blank only where the hidden ones are not dots. */
const HIDDEN = `${MASK}(?:[-\\s]?${MASK})*(?:-?|(?<=[*•●x])\\s)\\d[\\w*•-]*`;

const word = (words: string) => `(?<!\\p{L})(?:${words})(?!\\p{L})`;

/** Texts with digits that are not a code, anywhere in a message. Texts are in lower case, with Latin digits. */
const PATTERNS: readonly RegExp[] = [
  // Addresses, and the hash that Android apps append.
  /(?:https?:\/\/|www\.)\S+/gu,
  /(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/gu,
  /(?<![\w.@-])(?:[\w-]+\.)+[a-z]{2,}\/\S*/gu,
  /\n[\w+/]{11}\s*$/gu,
  // Dialled codes.
  /\*\d[\d*]*#/gu,
  // Numbers with some of their digits hidden, and the ends of cards.
  new RegExp(`(?<!\\d)\\d+[-\\s]?(?:${HIDDEN}|[*•●]{2,}|x{3,})`, 'gu'),
  new RegExp(HIDDEN, 'gu'),
  /(?<!\d)\d{4}(?:[-\s]\d{4}){3}(?!\d)/gu,
  new RegExp(
    `${word(CARDS)}(?:\\s+(?:شما|شماره|به|no\\.?|number))*\\s*(?:[#:]\\s*)?${GROUPS}`,
    'gu',
  ),
  // Amounts, and other counted things.
  /(?<!\d)\d{1,3}(?:[,٬،']\d{3})+(?!\d)(?:[./]\d+)?/gu,
  /(?<!\d)\d{1,3}(?:\.\d{3}){2,}(?!\d)/gu,
  /[$€£₹%٪]\s?\d[\d.,]*/gu,
  /(?<![\d.-])\d+\.\d{1,2}(?![\d.])/gu,
  new RegExp(`(?<![\\d.])\\d[\\d.]*\\s?(?:[%٪$€£₹]|(?:${UNITS})(?!\\p{L}))`, 'gu'),
  new RegExp(`${word(AMOUNTS)}\\s*[:=]?\\s*${AMOUNT}`, 'gu'),
  // Dates and times.
  /(?<!\d)\d+(?:\/\d+)+/gu,
  /(?<!\d)(?:1[34]|19|20)\d\d([-.])\d{1,2}\1\d{1,2}(?!\d)/gu,
  /(?<!\d)(?:0?[1-9]|[12]\d|3[01])([-.])(?:0?[1-9]|1[0-2])\1(?:1[34]|19|20)?\d\d(?![\d-])/gu,
  /(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)/gu,
  new RegExp(
    `\\d{0,2}(?:st|nd|rd|th)?\\s?${word(MONTHS)}\\.?\\s*(?:\\d{1,2}(?!\\d)(?:st|nd|rd|th)?,?)?\\s*(?:\\d{4}(?!\\d))?`,
    'gu',
  ),
  new RegExp(
    `(?:©|${word('سال|تابستان|بهار|پاییز|زمستان|نوروز|year|since|copyright')})\\s*\\d{2,4}(?!\\d)`,
    'gu',
  ),
  // Phone numbers.
  /(?:\+|(?<!\d)00)\d[\d\s().-]{6,}\d/gu,
  /(?<!\d)\(?0\d{2,3}\)?[-\s.]?\d{3,4}[-\s.]?\d{2,4}(?:[-\s.]?\d{2})?(?!\d)/gu,
  new RegExp(`${word(PHONES)}\\s*[:=]?\\s*${GROUPS}`, 'gu'),
];

/** Replaces each character of a text that is not a code: itself no digit, letter or blank. */
export const BLANK = '\u0000';

/** A text with its digits that are not a code replaced; every other character stays in its place. */
export function blankOut(text: string): string {
  return PATTERNS.reduce(
    (shown, pattern) => shown.replace(pattern, (found) => BLANK.repeat(found.length)),
    text,
  );
}
