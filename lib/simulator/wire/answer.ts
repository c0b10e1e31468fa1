import { STATUS_CODES } from 'node:http';
import { encodeJson, type Json } from './json.js';
import { logicalError, type LogicalCode } from './logical-errors.js';

/** The body of an HTTP error (READING row 17). */
export type ErrorBody = 'json' | 'html' | 'empty';

/** An answer before it is encoded, so that a fault can still change its entries. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly content:
    | { readonly type: 'json'; readonly value: Json }
    | { readonly type: 'html' | 'text'; readonly text: string }
    | { readonly type: 'empty' };
}

export function jsonAnswer(value: Json, status = 200): Answer {
  return { status, content: { type: 'json', value } };
}

export function textAnswer(text: string): Answer {
  return { status: 200, content: { type: 'text', text } };
}

export function htmlAnswer(status: number, title: string): Answer {
  const text = `<!doctype html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, content: { type: 'html', text } };
}

/** The answer of an HTTP error; only a JSON body shows the code. */
export function errorAnswer(status: number, body: ErrorBody, code?: LogicalCode): Answer {
  const reason = STATUS_CODES[status] ?? 'Error';
  if (body === 'empty') return { status, content: { type: 'empty' } };
  if (body === 'html') return htmlAnswer(status, `${status} ${reason}`);
  return jsonAnswer(code ? logicalError(code) : { status, error: reason }, status);
}

const CONTENT_TYPES = {
  json: 'application/json',
  html: 'text/html;charset=UTF-8',
  text: 'text/plain;charset=UTF-8',
} as const;

export interface EncodedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function encodeAnswer({ status, headers, content }: Answer): EncodedAnswer {
  if (content.type === 'empty') return { status, headers: { ...headers }, body: Buffer.alloc(0) };
  const text = content.type === 'json' ? encodeJson(content.value) : content.text;
  return {
    status,
    headers: { 'content-type': CONTENT_TYPES[content.type], ...headers },
    body: Buffer.from(text),
  };
}
