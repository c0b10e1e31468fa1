/** What is wrong with something that came from outside, and where in it. */
export interface InputProblem {
  /** `messages[3].recipient`; empty when it is the whole. */
  readonly where: string;
  readonly what: string;
}

/** Something that is not as it must be. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(({ where, what }) => (where ? `${where}: ${what}` : what)).join('; '));
  }
}

/** Reads a value of any kind as what it must be, or throws `InvalidInput`. */
export type Reader<T> = (value: unknown, where: string) => T;

type ReadBy<R> = R extends Reader<infer T> ? T : never;
type Readers = Readonly<Record<string, Reader<unknown>>>;
type ReadFields<Required extends Readers, Optional extends Readers> = {
  readonly [Name in keyof Required]: ReadBy<Required[Name]>;
} & { readonly [Name in keyof Optional]?: ReadBy<Optional[Name]> };

const MOST_PROBLEMS = 10;

export function invalid(where: string, what: string): InvalidInput {
  return new InvalidInput([{ where, what }]);
}

/** An object with these fields and no others; tells of every field that is wrong. */
export function object<Required extends Readers, Optional extends Readers = {}>(
  required: Required,
  optional?: Optional,
): Reader<ReadFields<Required, Optional>> {
  const readers = new Map(Object.entries({ ...required, ...optional }));
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalid(where, `must be an object, not ${shown(value)}`);
    }
    const at = (name: string) => (where ? `${where}.${name}` : name);
    const given = new Map<string, unknown>(Object.entries(value));
    const read = collect([...new Set([...given.keys(), ...Object.keys(required)])], (name) => {
      const reader = readers.get(name);
      if (!reader) {
        throw invalid(at(name), `is not known here; ${[...readers.keys()].join(', ')} are`);
      }
      if (!given.has(name)) throw invalid(at(name), 'is missing');
      return [name, reader(given.get(name), at(name))] as const;
    });
    return Object.fromEntries(read) as ReadFields<Required, Optional>;
  };
}

export function list<T>(read: Reader<T>): Reader<T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw invalid(where, `must be a list, not ${shown(value)}`);
    return collect([...value.keys()], (index) => read(value[index], `${where}[${index}]`));
  };
}

/** Goes on past what is wrong, to tell of it all at once. */
function collect<Item, T>(items: readonly Item[], read: (item: Item) => T): T[] {
  const problems: InputProblem[] = [];
  const results: T[] = [];
  for (const item of items) {
    try {
      results.push(read(item));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
      if (problems.length >= MOST_PROBLEMS) break;
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems.slice(0, MOST_PROBLEMS));
  return results;
}

/** A value as far as an error needs it. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
