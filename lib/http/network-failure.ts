import { isNeverSent } from './raw-answer.js';

/**
 * Errors of these codes end a TLS handshake, before any request is written. Those that start with
 * ERR_SSL do not belong here: a damaged answer is one of them.
 */
const TLS_REFUSAL = /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/**
 * What is left of a network error once everything that could hold a secret (axios' config,
 * request and response) is gone.
 */
export class NetworkFailure extends Error {
  override readonly name = 'NetworkFailure';
  declare readonly code?: string;
  declare readonly syscall?: string;
  readonly #isNeverSent: boolean;

  constructor(error: unknown) {
    const facts = systemErrorOf(error);
    super(withoutCredentials(facts.message ?? 'the connection failed'));
    this.#isNeverSent = isNeverSent(error);
    if (typeof facts.code === 'string') this.code = facts.code;
    if (typeof facts.syscall === 'string') this.syscall = facts.syscall;
  }

  /** Whether it is proven that no connection was made, so that nothing can have been sent. */
  get neverConnected(): boolean {
    return (
      this.#isNeverSent ||
      this.syscall === 'connect' ||
      this.syscall === 'getaddrinfo' ||
      TLS_REFUSAL.test(this.code ?? '')
    );
  }
}

/** A proxy's agent may name its address with the password, or repeat a header. */
const withoutCredentials = (message: string): string =>
  message.replace(/\/\/[^\s/?#@]*@/g, '//***@').replace(/\b(Basic|Bearer)\s+\S+/gi, '$1 ***');

type SystemError = { name?: unknown; message?: string; code?: unknown; syscall?: unknown };

/**
 * The innermost error that has a code: Node's own, or the first of several addresses tried. Told by
 * shape: Node's errors are of another realm than those of an app under Jest.
 */
function systemErrorOf(error: unknown): SystemError {
  let found: SystemError = {};
  for (let inner = error as Nested | undefined; inner; inner = inner.errors?.[0] ?? inner.cause) {
    // ERR_CANCELED is axios' own: the request was cancelled because of the error around it.
    const isTold = inner.code !== undefined && inner.code !== 'ERR_CANCELED';
    if (isTold || inner === error) found = inner;
  }
  return found;
}

type Nested = SystemError & { cause?: Nested; errors?: Nested[] };

/** JavaScript's own errors, and undici's for a wrong call: none of them is caused by the network. */
const OF_DEFECTS = new Set([
  'TypeError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'InvalidArgumentError',
]);

/** No chain of causes that means something is longer. */
const MAX_CAUSES = 10;

/**
 * The defect of a program, ours or a library's, that an error comes from; it must not be reported as
 * an outage. It is given without the errors around it: those of axios hold the request, and with it
 * the token and the texts. Recognised by name: under Jest, errors are of several realms.
 */
export function defectOf(error: unknown): unknown {
  let inner = error as Nested | undefined;
  for (let depth = 0; inner?.cause && depth < MAX_CAUSES; depth++) inner = inner.cause;
  return OF_DEFECTS.has(String(inner?.name)) ? inner : undefined;
}
