/** Carries the names of unknown variables from where they are read to the start, with any spread. */
export const UNKNOWN_VARIABLES = Symbol('PAYAMSMS_UNKNOWN_VARIABLES');

/** A variable that nobody reads, and the known one that is spelled most like it. */
export interface UnknownVariable {
  name: string;
  nearest: string;
  /** Whether one is surely the other, misspelled. */
  isNear: boolean;
}

const PREFIX = 'PAYAMSMS_';

/** In whatever case, for a variable of another case is another variable. Values are left out: a secret may stand in the wrong place. */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
  known: ReadonlySet<string>,
): UnknownVariable[] {
  return Object.keys(environment)
    .filter((name) => name.toUpperCase().startsWith(PREFIX) && !isRead(name, environment, known))
    .toSorted((a, b) => a.localeCompare(b))
    .map((name) => ({ name, ...nearestOf(name, known) }));
}

export function describeUnknown({ name, nearest, isNear }: UnknownVariable): string {
  const hint = isNear ? `did you mean ${nearest}?` : `the nearest known one is ${nearest}`;
  return `${name} is none of the module's variables and is ignored; ${hint}`;
}

/** Windows hands a variable out by its name in any case. */
function isRead(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
  known: ReadonlySet<string>,
): boolean {
  const upper = name.toUpperCase();
  return known.has(upper) && (name === upper || environment[upper] === environment[name]);
}

/** One that is a part of the other counts as near: PAYAMSMS_TIMEOUT and PAYAMSMS_TIMEOUT_MS. */
function nearestOf(
  name: string,
  known: ReadonlySet<string>,
): Pick<UnknownVariable, 'nearest' | 'isNear'> {
  const given = name.toUpperCase().slice(PREFIX.length);
  let nearest = '';
  let least = Infinity;
  for (const candidate of known) {
    const other = candidate.slice(PREFIX.length);
    const distance = isPart(given, other) ? 1 : editDistance(given, other);
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return { nearest, isNear: least <= Math.max(2, given.length / 4) };
}

function isPart(given: string, known: string): boolean {
  if (given === '') return false;
  return known.startsWith(given) || given.startsWith(known) || known.endsWith(`_${given}`);
}

/** How many letters are to be changed, added or left out (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
