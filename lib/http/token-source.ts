/** Where requests get their token. Implemented by `auth/`, which stands above `http/`. */
export abstract class TokenSource {
  /** Whether {@link getToken} has one at hand. */
  abstract get hasToken(): boolean;
  /** The token to use now; logs in when there is none. */
  abstract getToken(): Promise<string>;
  /** Called when the service has refused this very token: the next call of `getToken` gives another. */
  abstract dropToken(refused: string): void;
}
