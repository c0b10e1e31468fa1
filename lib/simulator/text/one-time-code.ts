import { isFiller, KEYWORD, OTHER, pointsAhead, sentences } from './code-words.js';
import { BLANK, blankOut } from './no-code.js';
import { foldPersian } from './persian.js';

const DIGITS = /(?<![\d\p{Script=Latin}_])\d+(?:[-–—._ ]\d+)*(?![\d\p{Script=Latin}_])/gu;
const LETTERED =
  /(?<![\w-])(?=[a-z0-9-]*\d)(?=[a-z0-9-]*[a-z])[a-z0-9]{2,10}(?:-[a-z0-9]{2,6})?(?![\w-])/gu;

/** No message is longer; searching a longer text would take too long. */
const LONGEST = 5_000;

/** As chats write bold letters; one star alone hides a digit. */
const EMPHASIS = /(?<![\d*])\*(\d+(?:[- ]\d+)*)\*(?![\d*])/gu;

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
 * The one-time code in a text, in Latin digits: digits after or before a word for a code, else digits that are not an
 * amount, a date or the like. A code that is split (482-193) is returned whole, one with letters as it is written.
 */
export function oneTimeCode(text: string): string | undefined {
  const written = foldPersian(text.slice(0, LONGEST).normalize('NFKC')).replace(
    /[\p{Default_Ignorable_Code_Point}\p{M}]/gu,
    '',
  );
  const bound = /^@[\w.-]+ #([\w-]+)(?: [@%]\S+)*\s*$/mu.exec(written)?.[1];
  if (bound !== undefined) return bound;

  // Of the same length, so that positions stay: a code is returned as it is written.
  const small = written.replace(/\p{Lu}/gu, (letter) =>
    letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter,
  );
  const plain = blankOut(small.replace(/[‐‑‒−]/gu, '-').replace(EMPHASIS, ' $1 '));
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

/** Runs of 4 to 8 digits, also those written in groups. */
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

/** Splits a word for a code, or a sender's letters and a dash (G-482193), from the digits that follow at once. */
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
  // Two groups of digits side by side are more likely two numbers than one code.
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

/** How likely digits are the code: 0 when no word for one is near. */
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
  const gap = before && plain.slice(before.end, start);
  const isOfOther = before?.isOther === true && isNear(before, start);
  if (before && gap !== undefined && !before.isOther && !isBetween(before.end, start)) {
    if (isFiller(gap)) points.push(200 - gap.length);
    else if (!hasLetters && !isYear(code)) {
      const near = pointsAhead(gap) ? 150 : 100;
      points.push(Math.max(near - gap.length - 20 * sentences(gap), 1));
    }
  }
  if (after && !hasLetters && !isOfOther && !isBetween(end, after.start)) {
    const between = plain.slice(end, after.start);
    const next = numbers.find((other) => other.start >= after.end);
    const isTaken = next !== undefined && pointsAhead(plain.slice(after.end, next.start));
    if (isFiller(between) && sentences(between) === 0)
      points.push((isTaken ? 60 : 180) - between.length);
    else if (between.length <= 40 && sentences(between) === 0 && !isYear(code)) {
      points.push(60 - between.length);
    }
  }
  return Math.max(...points);
}

function isAlone({ code, start, end }: Candidate, plain: string, labels: readonly Span[]): boolean {
  const isAll = plain.slice(0, start).trim() === '' && plain.slice(end).trim() === '';
  const isOfOther = labels.some((label) => label.isOther && isNear(label, start));
  return !isOfOther && (isAll || !isYear(code));
}

const isNear = ({ end }: Span, start: number) => end <= start && start - end <= 25;

/** A year, Persian or Gregorian. */
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
