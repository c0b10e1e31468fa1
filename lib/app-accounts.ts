import { PayamSmsConfigurationError } from './errors/configuration.error.js';
import { variablePrefix } from './settings/account-names.js';
import { clashingPrefix } from './settings/variables.js';

type Account = string | undefined;

/** The accounts of each app, in the order in which their modules were made. */
const accountsOf = new WeakMap<object, Account[]>();

/** The accounts that one app has, by whatever stands for the app. */
export class AppAccounts {
  readonly #accounts: Account[];

  constructor(app: object) {
    let accounts = accountsOf.get(app);
    if (!accounts) accountsOf.set(app, (accounts = []));
    this.#accounts = accounts;
  }

  /** @throws {PayamSmsConfigurationError} when another account of the app has the name, or the variables */
  add(account: Account): void {
    const problems = this.#accounts.flatMap((other) => clashOf(account, other) ?? []);
    if (problems.length > 0) {
      throw new PayamSmsConfigurationError(
        problems.map((problem) => ({ option: 'account', problem })),
      );
    }
    this.#accounts.push(account);
  }

  has(account: Account): boolean {
    return this.#accounts.includes(account);
  }

  /** Whether its module was made first: what concerns the whole app is said by that one alone. */
  isFirst(account: Account): boolean {
    return this.#accounts[0] === account;
  }

  /** The names, those that have one. */
  get names(): string[] {
    return this.#accounts.filter((account) => account !== undefined);
  }

  /** The account whose affair a variable is: by its prefix; any other variable is that of the first. */
  ownerOf(variable: string): Account {
    const name = variable.toUpperCase();
    const owners = this.names.filter((account) => name.startsWith(variablePrefix(account)));
    const [longest] = owners.toSorted((a, b) => b.length - a.length);
    return longest ?? (this.has(undefined) ? undefined : this.#accounts[0]);
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
