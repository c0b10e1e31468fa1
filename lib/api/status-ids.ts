/** Half of a character: no URL can hold it. */
const LONE_SURROGATE = /\p{Cs}/u;

/** @throws {TypeError} for what the service cannot be asked by */
export function checkedIds(ids: Iterable<string>): string[] {
  return Array.from(ids, (id) => {
    const trimmed = typeof id === 'string' ? id.trim() : '';
    if (trimmed !== '' && !LONE_SURROGATE.test(trimmed)) return trimmed;
    throw new TypeError('ids must be strings that are not empty; numbers lose digits beyond 2^53');
  });
}
