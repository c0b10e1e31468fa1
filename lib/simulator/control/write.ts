import type { ServerResponse } from 'node:http';
import { InvalidInput } from '../input/parser.js';
import { ControlProblem, type Problem } from './problem.js';
import type { ControlAnswer } from './request.js';

/** On every answer; the page has a wider policy of its own. */
export const STANDARD_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function write(response: ServerResponse, { status, headers, content }: ControlAnswer): void {
  if (response.destroyed) return;
  const body = bytesOf(content);
  response.writeHead(status, {
    ...STANDARD_HEADERS,
    ...(content !== undefined && { 'content-type': 'application/json' }),
    ...headers,
    ...(status !== 204 && { 'content-length': body.length }),
  });
  response.end(body);
}

function bytesOf(content: unknown): Buffer {
  if (content === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(content)) return content;
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

/** The answer for an error. */
export function problemAnswer(error: unknown): ControlAnswer {
  if (error instanceof ControlProblem) {
    return { status: error.status, headers: error.headers, content: error };
  }
  if (error instanceof InvalidInput) {
    const { message, problems } = error;
    const content: Problem = { status: 400, code: 'bad-request', message, problems };
    return { status: 400, content };
  }
  const message = `The simulator failed: ${error instanceof Error ? error.message : String(error)}`;
  const content: Problem = { status: 500, code: 'failed', message };
  return { status: 500, content };
}
