import type { Dialect } from '../dialect.js';
import { RequestRefused } from '../wire/request-refused.js';
import type { WireRequest } from '../wire/request.js';
import { isRecord, withLongs } from '../wire/json.js';
import type { WallClock } from '../wire/wall-clock.js';

/** The JSON body that a request must have; Longs keep every digit. */
export function jsonBody({ content, body }: WireRequest): unknown {
  if (content.type === 'json') return withLongs(content.value, body.toString('utf8'));
  if (content.type === 'none') throw new RequestRefused(400, 'E2');
  throw new RequestRefused(content.type === 'broken' ? 400 : 415);
}

/** An object with fields of these names and no others. */
export function knownFields(
  value: unknown,
  names: readonly string[],
  { unknownFields }: Dialect,
): Record<string, unknown> {
  if (!isRecord(value)) throw new RequestRefused(400);
  const hasUnknown = Object.keys(value).some((name) => !names.includes(name));
  if (hasUnknown && unknownFields === 'refused') throw new RequestRefused(400);
  return value;
}

/** The same, where every field is a text. */
export function textFields(
  value: unknown,
  names: readonly string[],
  dialect: Dialect,
): Record<string, string | undefined> {
  const fields = knownFields(value, names, dialect);
  return Object.fromEntries(names.map((name) => [name, optionalText(fields[name], dialect)]));
}

export function optionalText(value: unknown, { fieldTypes }: Dialect): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  if (fieldTypes === 'strict') throw new RequestRefused(400);
  if (value === null) return undefined;
  if (['number', 'bigint', 'boolean'].includes(typeof value)) return `${value as number}`;
  throw new RequestRefused(400);
}

export function optionalList(value: unknown, { fieldTypes }: Dialect): unknown[] {
  if (value === undefined || (value === null && fieldTypes === 'lenient')) return [];
  if (!Array.isArray(value)) throw new RequestRefused(400);
  return value;
}

export function optionalDate(text: string | undefined, wallClock: WallClock): Date | undefined {
  if (text === undefined) return undefined;
  const date = wallClock.parse(text);
  if (!date) throw new RequestRefused(400);
  return date;
}

/** A query parameter; an empty one counts as missing. */
export function parameter(request: WireRequest, name: string): string | undefined {
  return request.query.get(name) || undefined;
}
