import { PayamSmsConfigurationError } from './errors/configuration.error.js';
import type { AccountVariables } from './settings/unknown-variables.js';
import { clashingPrefix } from './settings/variables.js';

type Account = string | undefined;

interface App {
  /** In the order in which their modules were made. */
  accounts: AccountVariables[];
  /** What was logged about the whole app. */
  logged: Set<string>;
}

const apps = new WeakMap<object, App>();

/** The accounts that one app has. */
export class AppAccounts {
  readonly #app: App;

  /** @param key the same object for all modules of the app */
  constructor(key: object) {
    let app = apps.get(key);
    if (!app) apps.set(key, (app = { accounts: [], logged: new Set() }));
    this.#app = app;
  }

  /** @throws {PayamSmsConfigurationError} when another account of the app has the name, or the variables */
  add(added: AccountVariables): void {
    const problems = this.all.flatMap(({ account }) => clashOf(added.account, account) ?? []);
    if (problems.length > 0) {
      throw new PayamSmsConfigurationError(
        problems.map((problem) => ({ option: 'account', problem })),
      );
    }
    this.#app.accounts.push(added);
  }

  get all(): readonly AccountVariables[] {
    return this.#app.accounts;
  }

  has(account: Account): boolean {
    return this.all.some((known) => known.account === account);
  }

  /** The names, those that have one. */
  get names(): string[] {
    return this.all.flatMap(({ account }) => account ?? []);
  }

  /** Whether no account has logged a message yet that is about the whole app. */
  isNew(message: string): boolean {
    const { logged } = this.#app;
    return !logged.has(message) && Boolean(logged.add(message));
  }
}

function clashOf(account: Account, other: Account): string | undefined {
  if (account === other) {
    return account === undefined
      ? 'the account without a name is there twice: import PayamSmsModule once in the app, or give a further account a name of its own, PayamSmsModule.forRoot({ account: … })'
      : `${account} is there twice: import PayamSmsModule once for each account of the app`;
  }
  if (account === undefined || other === undefined) return undefined;
  const clash = clashingPrefix(account, other) ?? clashingPrefix(other, account);
  return (
    clash &&
    `${account} and ${other} cannot be told apart by their variables, which begin with ${clash}: choose another name for one of them`
  );
}
