import { inspect } from 'node:util';

/** Everything that a logger, a debugger or a careless `JSON.stringify` may show of a value. */
export function everySight(value: unknown): string {
  const seen = new Set<unknown>();
  const sights: string[] = [];
  look(value);
  return sights.join('\n');

  function look(at: unknown): void {
    if (at === undefined || at === null || seen.has(at)) return;
    seen.add(at);
    sights.push(inspect(at, { depth: Infinity, showHidden: true, maxStringLength: Infinity }));
    sights.push(inspect(at), JSON.stringify(at) ?? '');
    if (!(at instanceof Error)) return;
    sights.push(String(at), at.stack ?? '', at.message);
    // Own keys that inspect would skip, symbols among them.
    for (const key of Reflect.ownKeys(at)) {
      const part: unknown = Reflect.get(at, key);
      sights.push(typeof part === 'string' ? part : '');
      if (typeof part === 'object') look(part);
    }
    look(at.cause);
  }
}
