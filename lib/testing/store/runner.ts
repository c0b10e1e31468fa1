/** What Jest and Vitest have alike. */
export interface Runner {
  readonly describe: (name: string, declare: () => void) => void;
  readonly it: (name: string, test: () => Promise<void>) => void;
  readonly beforeEach: (work: () => Promise<void>) => void;
  readonly afterEach: (work: () => Promise<void>) => void;
}

const NAMES = ['describe', 'it', 'beforeEach', 'afterEach'] as const;

/** @throws {TypeError} where no runner has put its functions among the globals */
export function globalRunner(): Runner {
  const globals = globalThis as unknown as Record<string, unknown>;
  const missing = NAMES.filter((name) => typeof globals[name] !== 'function');
  if (missing.length > 0) {
    throw new TypeError(
      `describeStore needs the globals of Jest, or of Vitest with test.globals in its configuration; missing: ${missing.join(', ')}`,
    );
  }
  return globals as unknown as Runner;
}
