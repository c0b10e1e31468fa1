import type { Settings } from './settings.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * What is wrong with the variable that names the proxy to the service, which axios reads for itself:
 * with another scheme, or with none, each request would fail, and nothing would show why. The value is
 * left out, for it may hold a password.
 */
export function wrongProxy(
  { baseUrl, loopback, http }: Pick<Settings, 'baseUrl' | 'loopback' | 'http'>,
  environment: Environment,
): string | undefined {
  if (loopback || http.proxy !== undefined) return undefined;
  const url = new URL(baseUrl);
  const name = variableOfProxy(url.protocol.slice(0, -1), environment);
  if (name === undefined || isExcepted(url, environment)) return undefined;
  const value = environment[name]!;
  if (/^https?:\/\//i.test(value) && URL.canParse(value)) return undefined;
  return `${name} is no address of an HTTP proxy, such as http://proxy.example:8080, with its scheme in front: correct it, name the service's host in NO_PROXY, or set http.proxy`;
}

/** The one that axios takes: small letters come before great ones, its scheme's before all. */
function variableOfProxy(scheme: string, environment: Environment): string | undefined {
  return [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`, 'all_proxy', 'ALL_PROXY'].find(
    (name) => Boolean(environment[name]),
  );
}

/** Whether NO_PROXY names the host, with or without its port, or an end of it: `.example.ir`. */
function isExcepted({ hostname, port }: URL, environment: Environment): boolean {
  const entries = environment['no_proxy'] || environment['NO_PROXY'] || '';
  return entries.split(/[,\s]+/).some((entry) => {
    const [, host = '', onPort] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (onPort !== undefined && onPort !== (port || '443')) return false;
    if (host.startsWith('*')) return hostname.endsWith(host.slice(1));
    return host.startsWith('.') ? hostname.endsWith(host) : hostname === host;
  });
}
