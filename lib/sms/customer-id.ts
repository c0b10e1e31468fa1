import { randomBytes } from 'node:crypto';

// Blanks and commas do not survive every list of ids; the rest must not either.
const INVALID = /[\s,\p{C}]/u;
const MAX_LENGTH = 255;

/** Whether the service can be asked for a message by this id. */
export function isCustomerId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= MAX_LENGTH && !INVALID.test(id);
}

/**
 * Makes ids that no other run, process or machine makes: 65 random bits for the run, then a
 * number that counts up. At most 20 letters and digits for the first 78 billion.
 */
export function customerIdSource(): () => string {
  const run = randomBytes(9).readBigUInt64BE(0).toString(36).padStart(13, '0').slice(-13);
  let made = 0;
  return () => run + (made++).toString(36);
}
