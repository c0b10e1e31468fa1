import { isAccountName, variablePrefix } from './account-names.js';
import { type NearestName, nearestTo } from './nearest-name.js';
import { clashingPrefix, variablesOf } from './variables.js';

/** An account of the app. */
export interface AccountVariables {
  account?: string;
  /** The variables that it has not read; absent where its options come from code. */
  unreadVariables?: readonly string[];
}

/** A single one is more likely a misspelled variable. */
const SMALLEST_GROUP = 2;

const PREFIX = variablePrefix();

/** Longest first: `LOW_BALANCE` of an account `a`, and no `BALANCE` of an account `a-low`. */
const SUFFIXES = variablesOf()
  .map((name) => name.slice(PREFIX.length - 1))
  .toSorted((a, b) => b.length - a.length);

/**
 * Warnings of the variables that no account of the app reads: one for all that belong to an account which
 * the app does not have, and one for each other, with the nearest variable of any account.
 */
export function unknownVariableWarnings(accounts: readonly AccountVariables[]): string[] {
  const readers = accounts.filter(({ unreadVariables }) => unreadVariables);
  const [first, ...others] = readers.map(({ unreadVariables }) => new Set(unreadVariables));
  const unknown = [...(first ?? [])].filter((name) => others.every((unread) => unread.has(name)));
  const known = readers.flatMap(({ account }) => variablesOf(account));

  const groups = groupsOf(unknown, readers);
  const grouped = new Set([...groups.values()].flat());
  return [
    ...[...groups].map(([account, names]) => describeGroup(account, names, accounts)),
    ...unknown.filter((name) => !grouped.has(name)).map((name) => describeOne(name, known)),
  ];
}

/** The variable that is spelled most like a given one. */
export function nearestVariable(name: string, known: readonly string[]): NearestName {
  const withoutPrefix = (variable: string) => variable.slice(PREFIX.length);
  const { nearest, isNear } = nearestTo(withoutPrefix(name), known.map(withoutPrefix));
  return { nearest: PREFIX + nearest, isNear };
}

/** Variables by the account that they seem to belong to, none of `readers`. */
function groupsOf(
  names: readonly string[],
  readers: readonly AccountVariables[],
): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const account = accountOf(name);
    if (account === undefined || readers.some((reader) => reader.account === account)) continue;
    groups.set(account, [...(groups.get(account) ?? []), name]);
  }
  return new Map([...groups].filter(([, members]) => members.length >= SMALLEST_GROUP));
}

/** The account whose variable of some option has this name. */
function accountOf(variable: string): string | undefined {
  const name = variable.toUpperCase();
  const suffix = SUFFIXES.find(
    (end) => name.endsWith(end) && name.length > PREFIX.length + end.length,
  );
  if (suffix === undefined) return undefined;
  const account = name.slice(PREFIX.length, -suffix.length).toLowerCase().replaceAll('_', '-');
  return isAccountName(account) && clashingPrefix(account) === undefined ? account : undefined;
}

function describeGroup(
  account: string,
  [name, ...more]: readonly string[],
  accounts: readonly AccountVariables[],
): string {
  const names = accounts.flatMap((known) => known.account ?? []);
  const what = `${name} and ${more.length} more are ignored: they are variables of an account ${account}`;
  if (names.includes(account)) return `${what}, whose options the app gives in code`;
  const { nearest, isNear } = nearestTo(account, names);
  const hint = isNear ? `; did you mean ${nearest}?` : '';
  return `${what}, for which the app imports no PayamSmsModule.forRootAsync({ account: '${account}' })${hint}`;
}

function describeOne(name: string, known: readonly string[]): string {
  const { nearest, isNear } = nearestVariable(name, known);
  const hint = isNear ? `did you mean ${nearest}?` : `the nearest known one is ${nearest}`;
  return `${name} is none of the module's variables and is ignored; ${hint}`;
}
