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
  const source = base36(uuid.slice(0, 8)) + base36(uuid.slice(-8));
  let made = 0;
  return () => source + (made++).toString(36);
}

function base36(hex: string): string {
  return Number.parseInt(hex, 16).toString(36).padStart(7, '0');
}
