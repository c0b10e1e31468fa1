export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, or a number as the text it was written as: ids and numbers come as either. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** An id: as {@link textOf}, but never empty. */
export function idOf(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined || text === '') return undefined;
  // Nearly all need no trimming, which takes longer than to look at both ends.
  return isVisible(text, 0) && isVisible(text, text.length - 1) ? text : text.trim() || undefined;
}

/** Whether a letter is a digit, a letter or a sign of ASCII. */
function isVisible(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code > 0x20 && code < 0x7f;
}

/** A number, or a text that is one. */
export function numberOf(value: unknown): number | undefined {
  const number =
    typeof value === 'string' && value.trim() !== '' ? Number(value) : (value as number);
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** A list. The only item of a list whose brackets were lost, recognised by its id, is a list of one. */
export function listOf(value: unknown, ...ids: string[]): unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const isItem = isRecord(value) && ids.some((id) => idOf(value[id]) !== undefined);
  return isItem ? [value] : undefined;
}

/** Describes a value by its type alone: its content may be the text of a message. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
