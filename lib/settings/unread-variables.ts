/** Carries the names of unread variables from where the environment is read to the start, with any spread. */
export const UNREAD_VARIABLES = Symbol('PAYAMSMS_UNREAD_VARIABLES');

const PREFIX = 'PAYAMSMS_';

/**
 * The `PAYAMSMS_*` variables that are none of an account's, in whatever case, for a variable of another
 * case is another variable. Names alone: a secret may stand in the wrong place.
 *
 * @param known the account's variables
 */
export function unreadVariables(
  environment: Readonly<Record<string, string | undefined>>,
  known: ReadonlySet<string>,
): string[] {
  return Object.keys(environment)
    .filter((name) => name.toUpperCase().startsWith(PREFIX) && !isRead(name, environment, known))
    .toSorted((a, b) => a.localeCompare(b));
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
