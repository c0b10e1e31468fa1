import type { Dialect } from '../dialect.js';
import { RequestRefused } from '../http/request-refused.js';
import type { WireRequest } from '../http/wire-request.js';
import { isRecord } from '../wire/json.js';
import type { WallClock } from '../wire/wall-clock.js';

/** The JSON of a request that must have some. */
export function jsonBody({ content }: WireRequest): unknown {
  if (content.type === 'json') return content.value;
  if (content.type === 'none') throw new RequestRefused(400, 'E2');
  throw new RequestRefused(content.type === 'broken' ? 400 : 415);
}

/** An object that holds fields of these names and no others. */
export function knownFields(
  value: unknown,
  names: readonly string[],
  { unknownFields }: Dialect,
): Record<string, unknown> {
  if (!isRecord(value)) throw new RequestRefused(400);
  const strange = Object.keys(value).some((name) => !names.includes(name));
  if (strange && unknownFields === 'refused') throw new RequestRefused(400);
  return value;
}

/** The same, when every field is a text. */
export function textFields(
  value: unknown,
  names: readonly string[],
  dialect: Dialect,
): Record<string, string | undefined> {
  const fields = knownFields(value, names, dialect);
  return Object.fromEntries(names.map((name) => [name, optionalText(fields[name])]));
}

export function optionalText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new RequestRefused(400);
}

export function optionalDate(text: string | undefined, wallClock: WallClock): Date | undefined {
  if (text === undefined) return undefined;
  const date = wallClock.parse(text);
  if (!date) throw new RequestRefused(400);
  return date;
}

/** A query parameter; one that is there and empty counts as not given. */
export function parameter(request: WireRequest, name: string): string | undefined {
  return request.query.get(name) || undefined;
}
