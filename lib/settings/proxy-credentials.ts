import type { AxiosBasicCredentials, AxiosProxyConfig } from 'axios';
import { inspect } from 'node:util';

/**
 * The credentials for a proxy, hidden from `inspect` and JSON. Axios reads own properties, and
 * copies plain objects into its defaults: so they are properties, and the object is not plain.
 */
class ProxyCredentials implements AxiosBasicCredentials {
  readonly username: string;
  readonly password: string;

  constructor({ username, password }: AxiosBasicCredentials) {
    this.username = username;
    this.password = password;
  }

  [inspect.custom](): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }
}

/** The same proxy, with its credentials out of sight. */
export function withHiddenCredentials(proxy: AxiosProxyConfig): AxiosProxyConfig {
  const { auth } = proxy;
  return typeof auth === 'object' && auth !== null
    ? { ...proxy, auth: new ProxyCredentials(auth) }
    : proxy;
}
