import type { IncomingHttpHeaders } from 'node:http';

/** A request body, parsed as its content type allows. */
export type Content =
  | { readonly type: 'none' }
  | { readonly type: 'json'; readonly value: unknown }
  | { readonly type: 'form'; readonly fields: Readonly<Record<string, string>> }
  /** Its content type is JSON, and it is not. */
  | { readonly type: 'broken'; readonly text: string }
  | { readonly type: 'other'; readonly text: string };

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** Path and query as they were received. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly content: Content;
  /** The status of a request that is refused whatever it asks for, such as one with a body over the limit. */
  readonly refusedWith?: 413 | 414;
}

export function readContent(contentType: string | undefined, body: Buffer): Content {
  if (body.length === 0) return { type: 'none' };
  const text = body.toString('utf8');
  const mediaType = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') {
    return { type: 'form', fields: Object.fromEntries(new URLSearchParams(text)) };
  }
  // The guide shows JSON and names no content type, so a body without one counts as JSON.
  if (mediaType !== undefined && mediaType !== 'application/json') return { type: 'other', text };
  try {
    return { type: 'json', value: JSON.parse(text) };
  } catch {
    return { type: 'broken', text };
  }
}
