import { join } from 'node:path';

/**
 * Loads a store's driver, an optional peer, when it is needed: as this package finds it, or else as the app in the working
 * directory does, for in a bundle this file stands elsewhere.
 *
 * Written so that no bundler follows it: it would fail where the driver is not installed, and a driver that brings a binary
 * cannot be bundled.
 *
 * @param name of the package
 * @throws what the first `require()` throws, where neither finds it
 */
export function requireOnDemand(name: string): unknown {
  const { createRequire } = process.getBuiltinModule('node:module');
  // A bundle of CommonJS has no `import.meta`.
  const own: string | undefined = import.meta.url;
  const failures: unknown[] = [];
  for (const from of [...(own ? [own] : []), join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from)(name);
    } catch (error) {
      failures.push(error);
    }
  }
  throw failures[0];
}
