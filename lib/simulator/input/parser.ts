/** What is wrong with a value from outside, and where in it. */
export interface InputProblem {
  /** `messages[3].recipient`; empty when the whole value is wrong. */
  readonly where: string;
  readonly what: string;
}

/** A value from outside that is not valid. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';

  constructor(readonly problems: readonly InputProblem[]) {
    super(problems.map(({ where, what }) => (where ? `${where}: ${what}` : what)).join('; '));
  }
}

/** Returns a value of the type that is wanted, or throws `InvalidInput`. */
export type Parser<T> = (value: unknown, where: string) => T;

type ParsedBy<R> = R extends Parser<infer T> ? T : never;
type Parsers = Readonly<Record<string, Parser<unknown>>>;
type ParsedFields<Required extends Parsers, Optional extends Parsers> = {
  readonly [Name in keyof Required]: ParsedBy<Required[Name]>;
} & { readonly [Name in keyof Optional]?: ParsedBy<Optional[Name]> };

const MAX_PROBLEMS = 10;

export function invalid(where: string, what: string): InvalidInput {
  return new InvalidInput([{ where, what }]);
}

/** An object with these fields and no others; the error names every field that is wrong. */
export function object<Required extends Parsers, Optional extends Parsers = {}>(
  required: Required,
  optional?: Optional,
): Parser<ParsedFields<Required, Optional>> {
  const parsers = new Map(Object.entries({ ...required, ...optional }));
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalid(where, `must be an object, not ${shown(value)}`);
    }
    const at = (name: string) => (where ? `${where}.${name}` : name);
    const given = new Map<string, unknown>(Object.entries(value));
    const entries = collect([...new Set([...given.keys(), ...Object.keys(required)])], (name) => {
      const parse = parsers.get(name);
      if (!parse) {
        throw invalid(
          at(name),
          `is unknown; the known fields are ${[...parsers.keys()].join(', ')}`,
        );
      }
      if (!given.has(name)) throw invalid(at(name), 'is missing');
      return [name, parse(given.get(name), at(name))] as const;
    });
    return Object.fromEntries(entries) as ParsedFields<Required, Optional>;
  };
}

export function list<T>(parse: Parser<T>): Parser<T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw invalid(where, `must be a list, not ${shown(value)}`);
    return collect([...value.keys()], (index) => parse(value[index], `${where}[${index}]`));
  };
}

/** Goes on after a problem, so that one error holds all of them. */
function collect<Item, T>(items: readonly Item[], parse: (item: Item) => T): T[] {
  const problems: InputProblem[] = [];
  const results: T[] = [];
  for (const item of items) {
    try {
      results.push(parse(item));
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      problems.push(...error.problems);
      if (problems.length >= MAX_PROBLEMS) break;
    }
  }
  if (problems.length > 0) throw new InvalidInput(problems.slice(0, MAX_PROBLEMS));
  return results;
}

/** A value, shortened for an error. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
