import {
  type ConfigurationProblem,
  PayamSmsConfigurationError,
} from '../errors/configuration.error.js';
import { variableOf, variablesOf } from './variables.js';
import { flag, plainObject, type Reader } from './readers.js';
import { type NearestName, nearestTo } from './nearest-name.js';
import { nearestVariable } from './unknown-variables.js';

const REQUIRED = 'is required';

const LONG_LIST = 10;

type Given = Readonly<Record<string, unknown>>;

/** Reads options one by one, collects what is wrong, and throws it as one error at the end. */
export class OptionSource {
  readonly #problems: ConfigurationProblem[];
  readonly #taken = new Set<string>();

  private constructor(
    private readonly given: Given,
    private readonly prefix: string,
    problems: ConfigurationProblem[],
    private readonly account?: string,
  ) {
    this.#problems = problems;
  }

  /** @param account for the names of the variables */
  static of(options: unknown, account?: string): OptionSource {
    const problems: ConfigurationProblem[] = [];
    return new OptionSource(recordOf(options, 'options', problems), '', problems, account);
  }

  required<T>(key: string, read: Reader<T>): T {
    const value = this.optional(key, read);
    if (value === undefined && isMissing(this.given[key])) {
      this.#report(key, REQUIRED);
    }
    // Where it is missing or wrong, `finish` throws before anyone can use it.
    return value as T;
  }

  optional<T>(key: string, read: Reader<T>): T | undefined;
  optional<T>(key: string, read: Reader<T>, fallback: T): T;
  optional<T>(key: string, read: Reader<T>, fallback?: T): T | undefined {
    this.#taken.add(key);
    if (isMissing(this.given[key])) return fallback;
    const result = read(this.given[key]);
    if ('value' in result) return result.value;
    this.#report(key, result.problem);
    return fallback;
  }

  /** A group that is off until it is given. */
  optionalGroup<T>(key: string, read: (source: OptionSource) => T): T | undefined {
    this.#taken.add(key);
    return isMissing(this.given[key]) ? undefined : this.group(key, read);
  }

  /** A group that is off until it is given, or switched on as it is by default. */
  switchedGroup<T>(key: string, read: (source: OptionSource) => T): T | undefined {
    this.#taken.add(key);
    const given = this.given[key];
    if (isMissing(given)) return undefined;
    const isOn = flag(given);
    if ('value' in isOn) return isOn.value ? this.group(key, read, {}) : undefined;
    if ('value' in plainObject(given)) return this.group(key, read);
    this.#report(key, 'expected true, false or an object');
    return undefined;
  }

  group<T>(key: string, read: (source: OptionSource) => T, given: unknown = this.given[key]): T {
    this.#taken.add(key);
    const path = this.prefix + key;
    const source = new OptionSource(
      isMissing(given) ? {} : recordOf(given, path, this.#problems),
      `${path}.`,
      this.#problems,
      this.account,
    );
    const value = read(source);
    source.#reportUnknown();
    return value;
  }

  /**
   * @param unread variables that are not read: one of them may have been meant for what is missing
   * @throws {PayamSmsConfigurationError} that lists every problem
   */
  finish(unread: readonly string[] = []): void {
    this.#reportUnknown();
    if (this.#problems.length === 0) return;
    const known = variablesOf(this.account);
    const near = unread.map((name) => ({ name, ...nearestVariable(name, known) }));
    throw new PayamSmsConfigurationError(this.#problems.map((problem) => hinted(problem, near)));
  }

  #reportUnknown(): void {
    for (const key of Object.keys(this.given)) {
      if (this.#taken.has(key) || isMissing(this.given[key])) continue;
      const known = [...this.#taken];
      const { nearest, isNear } = nearestTo(key, known);
      // In a short list the eye finds it.
      const hint = isNear && known.length > LONG_LIST ? `; did you mean ${nearest}?` : '';
      this.#problems.push({
        option: this.prefix + key,
        problem: `is not an option; known are ${known.join(', ')}${hint}`,
      });
    }
  }

  /** Adds what is wrong with an option, apart from its value. */
  report(key: string, problem: string): void {
    this.#taken.add(key);
    this.#report(key, problem);
  }

  #report(key: string, problem: string): void {
    const option = this.prefix + key;
    const variable = variableOf(option, this.account);
    this.#problems.push({ option, ...(variable && { variable }), problem });
  }
}

function hinted(
  given: ConfigurationProblem,
  unread: readonly (NearestName & { name: string })[],
): ConfigurationProblem {
  const { variable, problem } = given;
  const meant = unread.find(({ nearest, isNear }) => isNear && nearest === variable);
  return problem === REQUIRED && meant
    ? { ...given, problem: `${problem}; ${meant.name} is set, which is another name` }
    : given;
}

/** An empty variable in an .env file means that it is not set. */
function isMissing(given: unknown): boolean {
  return given === undefined || given === null || given === '';
}

function recordOf(given: unknown, option: string, problems: ConfigurationProblem[]): Given {
  const result = plainObject(given);
  if ('value' in result) return result.value as Given;
  problems.push({ option, problem: result.problem });
  return {};
}
