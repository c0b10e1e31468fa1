import { PayamSmsError } from './payamsms.error.js';

/** One wrong or missing setting. Values are left out: a secret may stand in the wrong place. */
export interface ConfigurationProblem {
  /** Path of the option, such as `retry.maxAttempts`. */
  option: string;
  /** The environment variable that sets it; absent for options that have none. */
  variable?: string;
  problem: string;
}

/**
 * Thrown once, at start, with every wrong or missing setting; also where the module is imported without
 * options, or twice for one account. Later only by what its option has not turned on, such as
 * `InboxService.poll()` without `inbox.numbers`. Correct them and start again.
 */
export class PayamSmsConfigurationError extends PayamSmsError {
  override readonly name = 'PayamSmsConfigurationError';

  /** Hidden from `inspect`, which shows the message, and the list in it, already. */
  declare readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    const lines = problems.map(
      ({ option, variable, problem }) =>
        `  - ${option}${variable ? ` (${variable})` : ''}: ${problem}`,
    );
    const what = problems.length === 1 ? 'A setting' : 'Settings';
    super(
      `${what} of PayamSmsModule ${problems.length === 1 ? 'is' : 'are'} wrong or missing:\n${lines.join('\n')}`,
    );
    Object.defineProperty(this, 'problems', { value: problems, enumerable: false });
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), problems: this.problems };
  }
}
