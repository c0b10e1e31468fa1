const QUOTED = /^(?:"[^]*"|'[^]*'|“[^]*”)$/;

/** Values that must never be shown. Private fields keep them out of `inspect` and JSON. */
export class Credentials {
  readonly #clientId: string;
  readonly #clientSecret: string;
  readonly #account: { systemName: string; username: string; password: string };

  constructor(values: {
    clientId: string;
    clientSecret: string;
    systemName: string;
    username: string;
    password: string;
  }) {
    const { clientId, clientSecret, ...account } = values;
    this.#clientId = clientId;
    this.#clientSecret = clientSecret;
    this.#account = account;
  }

  /** The login's Authorization header (guide 3.1). */
  basicAuthorization(): string {
    const pair = Buffer.from(`${this.#clientId}:${this.#clientSecret}`);
    return `Basic ${pair.toString('base64')}`;
  }

  /** The account's part of the login's fields (guide 3.1). */
  account(): { systemName: string; username: string; password: string } {
    return { ...this.#account };
  }

  /** The options whose values stand in quotes: most likely something that kept them by mistake. */
  quoted(): string[] {
    const clientId = this.#clientId;
    const clientSecret = this.#clientSecret;
    const values = Object.entries({ clientId, clientSecret, ...this.#account });
    return values.flatMap(([option, value]) => (QUOTED.test(value) ? option : []));
  }

  /** What to black out where the words of a server are repeated. */
  secrets(): string[] {
    return [
      this.#clientSecret,
      this.#account.password,
      this.basicAuthorization().slice('Basic '.length),
    ];
  }
}
