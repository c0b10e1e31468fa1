import type { Runner } from '../../../lib/testing/store/runner.js';

type Work = () => Promise<void>;

/** Declares tests as Jest does, and runs them when it is told to. */
export class SmallRunner implements Runner {
  readonly #tests: { name: string; test: Work; before: Work[]; after: Work[] }[] = [];
  #path: string[] = [];
  #before: Work[] = [];
  #after: Work[] = [];

  readonly describe = (name: string, declare: () => void): void => {
    const [path, before, after] = [this.#path, this.#before, this.#after];
    [this.#path, this.#before, this.#after] = [[...path, name], [...before], [...after]];
    declare();
    [this.#path, this.#before, this.#after] = [path, before, after];
  };

  readonly it = (name: string, test: Work): void => {
    const [before, after] = [this.#before, this.#after];
    this.#tests.push({ name: [...this.#path, name].join(' '), test, before, after });
  };

  readonly beforeEach = (work: Work): void => {
    this.#before.push(work);
  };

  readonly afterEach = (work: Work): void => {
    this.#after.push(work);
  };

  get size(): number {
    return this.#tests.length;
  }

  get names(): string[] {
    return this.#tests.map(({ name }) => name);
  }

  /** @returns the names of those that failed */
  async failures(): Promise<string[]> {
    const failed: string[] = [];
    for (const { name, test, before, after } of this.#tests) {
      try {
        try {
          for (const work of [...before, test]) await work();
        } finally {
          for (const work of after) await work();
        }
      } catch {
        failed.push(name);
      }
    }
    return failed;
  }
}
