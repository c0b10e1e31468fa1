import { randomUUID } from 'node:crypto';

// Blanks and commas do not survive every list of ids, controls and halves of characters no URL.
const INVALID = /[\s,\p{Cc}\p{Cs}]/u;
const MAX_LENGTH = 255;

/** Whether the service can be asked for a message by this id. */
export function isCustomerId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= MAX_LENGTH && !INVALID.test(id);
}

/**
 * Makes ids that no other source makes, here or anywhere: 64 random bits for the source, then a
 * number that counts up. At most 20 letters and digits for the first two billion.
 */
export function customerIdSource(): () => string {
  const uuid = randomUUID();
  const source = base36(uuid.slice(0, 8), 7) + base36(uuid.slice(-8), 7);
  // The last two places are looked up: writing a number in base 36 takes longer than all the rest.
  const lastPlaces = Array.from({ length: 36 ** 2 }, (_, n) => inBase36(n, 2));
  let front = '';
  let fronts = 0;
  let next = lastPlaces.length;
  return () => {
    if (next === lastPlaces.length) {
      front = source + inBase36(fronts++);
      next = 0;
    }
    return front + lastPlaces[next++]!;
  };
}

const base36 = (hex: string, places: number) => inBase36(Number.parseInt(hex, 16), places);

const inBase36 = (number: number, places = 1) => number.toString(36).padStart(places, '0');
