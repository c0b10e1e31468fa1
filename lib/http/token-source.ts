/** Where requests get their token. Implemented by `auth/`, which stands above `http/`. */
export abstract class TokenSource {
  /** The token to use now; logs in when there is none. */
  abstract getToken(): Promise<string>;
  /** Tells that the service refused this very token, so that the next one is asked for. */
  abstract dropToken(refused: string): void;
}
