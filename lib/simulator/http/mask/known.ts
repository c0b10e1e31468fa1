import { MASK } from './mask.js';

/** A shorter secret would mask half of any text; it is masked by the name of its field instead. */
const SHORTEST = 6;

/** The secrets that are known, in each way that they may be written. */
export class KnownSecrets {
  readonly #pattern: RegExp | undefined;

  constructor(secrets: readonly (string | undefined)[]) {
    const long = secrets.filter((secret) => secret !== undefined && secret.length >= SHORTEST);
    const forms = [...new Set(long.flatMap((secret) => formsOf(secret ?? '')))];
    const alternatives = forms
      .toSorted((one, other) => other.length - one.length)
      .map((form) => form.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&'));
    if (alternatives.length > 0) this.#pattern = new RegExp(alternatives.join('|'), 'giu');
  }

  mask(text: string): string {
    return this.#pattern ? text.replace(this.#pattern, MASK) : text;
  }

  /** Masks every text in a value, unless it is nested too deep; the same value when it has no secret. */
  maskValue<T>(value: T): T {
    return this.#masked(value) as T;
  }

  #masked(value: unknown): unknown {
    if (typeof value === 'string') return this.mask(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => this.#masked(item));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    const before = Object.entries(value);
    const entries = before.map(([name, each]) => [this.mask(name), this.#masked(each)] as const);
    const isSame = entries.every(
      ([name, each], at) => name === before[at]?.[0] && each === before[at]?.[1],
    );
    return isSame ? value : Object.fromEntries(entries);
  }
}

function formsOf(secret: string): string[] {
  const encoded = encodeURIComponent(Buffer.from(secret).toString());
  const base64 = Buffer.from(secret).toString('base64');
  return [
    secret,
    encoded,
    encodeURIComponent(encoded),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
    secret.replaceAll(/[^\x20-\x7e]/gu, escapeUnicode),
    secret.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
    base64,
    encodeURIComponent(base64),
    base64.replaceAll('=', ''),
    Buffer.from(secret).toString('base64url'),
  ];
}

function escapeUnicode(character: string): string {
  return Array.from({ length: character.length }, (_, at) => {
    return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }).join('');
}
