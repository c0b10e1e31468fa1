import { BLANK, blankOut } from './no-code.js';
import { foldPersian } from './persian.js';

/** Words that a code follows, or that follow it. */
const KEYWORD =
  /(?<![\p{L}_])(?:کد(?!ام|و|ر|ی(?!\P{L}))|رمز(?!ارز|گذار|نگار)|گذرواژه|پسورد|پین|otp|o\.t\.p\.?|codes?|pass(?:code|word)?|pin|tan|token|2fa|mfa|kod|ramz)(?![a-z_])/gu;

/** Words that an account's other numbers follow: of codes, those that are used more than once. */
const OTHER =
  /(?:کد|رمز)[\s\u200c]*(?:ی\s+)?(?:پیگیری|رهگیری|ملی|پستی|تخفیف|سفارش|مشتری|دستوری|معرف|مرجع|رسید|اشتراک|پرسنلی|قرعه|هدیه|کالا|محصول|شعبه|شناسه|ترمینال|پذیرنده|اقتصادی|خطا)\p{L}*|(?:promo(?:tion(?:al)?)?|discount|coupon|voucher|gift|zip|post(?:al)?|country|area|error|tracking|order|product|ref(?:erence|erral)?|branch|source|dress|status|booking|swift|sort)\s*-?codes?|(?<!\p{L})(?:سفارش|فاکتور|قبض|پیگیری|رهگیری|مرجع|ارجاع|پرواز|بلیط|بلیت|orders?|invoice|refs?|reference|tracking|transaction|txn|ticket|booking|flight|parcel|case|room|gate|version|model|line)(?!\p{L})/gu;

/** Words that may stand between a word for a code and the code itself. */
const FILLERS: ReadonlySet<string> = new Set(
  (
    'شما تان ت را است از این آن با برای جهت به در ورود تایید تائید عبور پویا پویای دوم موقت فعال سازی فعالسازی یک بار ' +
    'یکبار مصرف یکبارمصرف احراز هویت امنیتی عضویت ثبت نام ثبتنام خرید پرداخت یکتا جدید سامانه ی کد رمز ' +
    'is are was your the a an for to in of as one time single use login log sign verification verify verifying ' +
    'confirmation security access activation authentication account number new code otp pin'
  ).split(' '),
);

const DIGITS = /(?<![\d\p{Script=Latin}_])\d+(?:[-–—._ ]\d+)*(?![\d\p{Script=Latin}_])/gu;
const LETTERED =
  /(?<![\w-])(?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z])[a-z0-9]{2,10}(?:-[a-z0-9]{2,6})?(?![\w-])/gu;

/** No message is longer; a longer text from elsewhere is not worth the time. */
const LONGEST = 5_000;

interface Candidate {
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly isOther: boolean;
}

/**
 * The one-time code in a text, in Latin digits: what follows a word for it, or comes before one; else digits that are
 * nothing else. A code that is split (482-193) is given whole, one with letters as it is written.
 */
export function oneTimeCode(text: string): string | undefined {
  const written = foldPersian(text.slice(0, LONGEST).normalize('NFKC')).replace(
    /[\p{Default_Ignorable_Code_Point}\p{M}]/gu,
    '',
  );
  const bound = /^@[\w.-]+ #([\w-]+)(?: [@%]\S+)*\s*$/mu.exec(written)?.[1];
  if (bound !== undefined) return bound;

  // Of the same length, so that a code can be shown as it is written.
  const small = written.replace(/\p{Lu}/gu, (letter) =>
    letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
  );
  const plain = blankOut(small.replace(/[‐‑‒−]/gu, '-'));
  const labels = labelsIn(plain);
  const numbers = numbersIn(plain);
  const named = best([...numbers, ...letteredIn(plain, written)], (each) =>
    worth(each, plain, labels, numbers),
  );
  return (named ?? numbers.find((each) => isAlone(each, plain, labels)))?.code;
}

function labelsIn(plain: string): Span[] {
  const others = spansOf(plain, OTHER, true);
  const isFree = ({ start, end }: Span) =>
    !others.some((other) => start < other.end && end > other.start);
  return [...others, ...spansOf(plain, KEYWORD, false).filter(isFree)];
}

function spansOf(plain: string, pattern: RegExp, isOther: boolean): Span[] {
  return [...plain.matchAll(pattern)].map(({ index, 0: found }) => ({
    start: index,
    end: index + found.length,
    isOther,
  }));
}

/** Runs of 4 to 8 digits, and such as are written in groups. */
function numbersIn(plain: string): Candidate[] {
  return [...glued(plain).matchAll(DIGITS)].flatMap(({ index, 0: found }) => {
    if (isGrouped(found)) return [candidate(found, index)];
    const parts = [...found.matchAll(/\d+(?:[-–—._]\d+)*/gu)];
    return parts.flatMap(({ index: at, 0: part }) => {
      if (isGrouped(part)) return [candidate(part, index + at)];
      return [...part.matchAll(/\d+/gu)].flatMap(({ index: within, 0: run }) =>
        isLong(run) ? [candidate(run, index + at + within)] : [],
      );
    });
  });
}

/** A word for a code, or a sender's letters and a dash (G-482193), part from the digits they touch. */
function glued(plain: string): string {
  return plain
    .replace(/(?<![a-z])(?:otp|code|pin|is|kod|ramz)(?=\d)/gu, (found) =>
      BLANK.repeat(found.length),
    )
    .replace(/(?<![\w-])[a-z]{1,3}-(?=\d{4,8}(?!\d))/gu, (found) => BLANK.repeat(found.length));
}

function isGrouped(written: string): boolean {
  const groups = written.split(/[-–—._ ]/u);
  const [first = ''] = groups;
  if (!isLong(groups.join('')) || groups.length === 1)
    return groups.length === 1 && isLong(written);
  if (groups.some(({ length }) => length !== first.length)) return false;
  // Two numbers side by side are more likely two numbers.
  return !(first.length > 3 && written.includes(' '));
}

const isLong = (digits: string) => digits.length >= 4 && digits.length <= 8;

function candidate(found: string, start: number): Candidate {
  return { code: found.replaceAll(/\D/gu, ''), start, end: start + found.length };
}

function letteredIn(plain: string, written: string): Candidate[] {
  return [...plain.matchAll(LETTERED)].flatMap(({ index: start, 0: found }) => {
    const end = start + found.length;
    const { length } = found.replace('-', '');
    if (length < 4 || length > 10 || /^x+\d+$|^[a-z]{3,}\d{1,2}$/u.test(found)) return [];
    return [{ code: written.slice(start, end), start, end }];
  });
}

/** How likely it is the code: 0 when no word for one is near. */
function worth(
  { code, start, end }: Candidate,
  plain: string,
  labels: readonly Span[],
  numbers: readonly Candidate[],
): number {
  const hasLetters = /\D/u.test(code);
  const isBetween = (from: number, to: number) =>
    numbers.some((other) => other.start >= from && other.end <= to);
  const before = labels
    .filter((label) => label.end <= start)
    .toSorted((one, other) => other.end - one.end)[0];
  const after = labels.find((label) => label.start >= end && !label.isOther);
  const points = [0];
  if (before && !before.isOther && !isBetween(before.end, start)) {
    const gap = plain.slice(before.end, start);
    if (isFiller(gap)) points.push(200 - gap.length);
    else if (!hasLetters && !isYear(code))
      points.push(Math.max(100 - gap.length - 20 * sentences(gap), 1));
  }
  if (after && !hasLetters && !isBetween(end, after.start)) {
    const gap = plain.slice(end, after.start);
    if (isFiller(gap) && sentences(gap) === 0) points.push(180 - gap.length);
    else if (gap.length <= 40 && sentences(gap) === 0 && !isYear(code) && !before?.isOther)
      points.push(60 - gap.length);
  }
  return Math.max(...points);
}

function isFiller(gap: string): boolean {
  const words = gap.match(/\p{L}+/gu) ?? [];
  return !/[^\s\p{L}:=\-–—>→"'“”«»()[\]#.]/u.test(gap) && words.every((each) => FILLERS.has(each));
}

const sentences = (gap: string) => gap.match(/[.!?؟]\s|\n/gu)?.length ?? 0;

function isAlone({ code, start, end }: Candidate, plain: string, labels: readonly Span[]): boolean {
  const isAll = plain.slice(0, start).trim() === '' && plain.slice(end).trim() === '';
  const label = labels.find(
    (each) => each.isOther && each.end <= start && isFiller(plain.slice(each.end, start)),
  );
  return label === undefined && (isAll || !isYear(code));
}

/** Of the Persian calendar or ours. */
const isYear = (code: string) => /^(?:1[34]|19|20)\d\d$/u.test(code);

function best(
  candidates: readonly Candidate[],
  worthOf: (each: Candidate) => number,
): Candidate | undefined {
  let found: Candidate | undefined;
  let most = 0;
  for (const each of candidates.toSorted((one, other) => one.start - other.start)) {
    const points = worthOf(each);
    if (points <= most) continue;
    found = each;
    most = points;
  }
  return found;
}
