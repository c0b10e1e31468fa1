/** What keeps a store: a file, or a server. */
export type StoreKind = 'sqlite' | 'redis' | 'postgres';

const KINDS: readonly (readonly [StoreKind, RegExp])[] = [
  ['sqlite', /^sqlite:(?!\/\/).+/],
  ['redis', /^rediss?:\/\/./],
  ['postgres', /^postgres(?:ql)?:\/\/./],
];

/** Where a store is, as a text names it. Its private field keeps a password out of `inspect` and JSON. */
export class StoreAddress {
  readonly #address: string;

  private constructor(
    readonly kind: StoreKind,
    address: string,
  ) {
    this.#address = address;
  }

  /** `undefined` for a text that names none. */
  static of(text: string): StoreAddress | undefined {
    const found = KINDS.find(([, form]) => form.test(text));
    return found && new StoreAddress(found[0], text);
  }

  /** The text as it was given, which may hold a password. */
  reveal(): string {
    return this.#address;
  }
}
