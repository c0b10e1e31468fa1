import type { HttpAnswer } from '../../lib/http/http-client.js';

/** An answer as the service gives it: a text as it is, anything else as JSON. */
export function anAnswer(
  body: unknown,
  {
    operation = 'getBalance',
    status = 200,
    contentType = 'application/json',
  }: Partial<HttpAnswer> = {},
): HttpAnswer {
  return {
    operation,
    status,
    contentType,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

/** What a call throws, or an error that says that it threw nothing. */
export function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return new Error('Nothing was thrown');
}
