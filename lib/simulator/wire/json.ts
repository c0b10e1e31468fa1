import { randomUUID } from 'node:crypto';

/** A value of an answer. A bigint is written as a JSON number with every digit. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export type JsonObject = Extract<Json, { readonly [key: string]: unknown }>;

/** `JSON.stringify` with bigint: ids are Longs, and a double loses digits beyond 2^53 (READING row 18). */
export function encodeJson(value: Json): string {
  if (typeof value === 'bigint') return value.toString();
  if (isList(value)) return `[${value.map(encodeJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value)
    .filter((entry): entry is [string, Json] => entry[1] !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${encodeJson(member)}`);
  return `{${members.join(',')}}`;
}

const JSON_TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/** The result of `JSON.parse`, with whole numbers that a double cannot hold as bigints. */
export function withLongs(parsed: unknown, text: string): unknown {
  if (!/\d{16}/.test(text)) return parsed;
  const mark = `${randomUUID()}:`;
  const marked = text.replace(JSON_TOKENS, (token) =>
    /^-?\d{16,40}$/.test(token) ? `"${mark}${token}"` : token,
  );
  return JSON.parse(marked, (_name, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value,
  );
}

// Array.isArray does not narrow a readonly array away.
export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json): value is JsonObject {
  return isRecord(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
