import { nearestTo } from './nearest-name.js';

/** Carries the names of unknown variables from where they are read to the start, with any spread. */
export const UNKNOWN_VARIABLES = Symbol('PAYAMSMS_UNKNOWN_VARIABLES');

/** A variable that is not read, and the known one that is spelled most like it. */
export interface UnknownVariable {
  name: string;
  nearest: string;
  /** Whether one is surely the other, misspelled. */
  isNear: boolean;
}

const PREFIX = 'PAYAMSMS_';

const withoutPrefix = (name: string) => name.slice(PREFIX.length);

/**
 * In whatever case, for a variable of another case is another variable. Values are left out: a
 * secret may stand in the wrong place.
 */
export function unknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
  known: ReadonlySet<string>,
): UnknownVariable[] {
  return Object.keys(environment)
    .filter((name) => name.toUpperCase().startsWith(PREFIX) && !isRead(name, environment, known))
    .toSorted((a, b) => a.localeCompare(b))
    .map((name) => {
      const { nearest, isNear } = nearestTo(withoutPrefix(name), [...known].map(withoutPrefix));
      return { name, nearest: PREFIX + nearest, isNear };
    });
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
