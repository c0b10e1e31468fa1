import type { StatusRow } from './api.types.js';

/**
 * Where a message is on its way (guide 6.1). `other`: the service used a word that is not in its guide,
 * and the message's parts do not tell either.
 */
export type DeliveryState = 'delivered' | 'failed' | 'pending' | 'queued' | 'other';

/** The guide's four words (6.1). */
const WORDS = new Map<string, DeliveryState>([
  ['Send Successfully', 'delivered'],
  ['Failed', 'failed'],
  ['Pending', 'pending'],
  ['Pending In Queue', 'queued'],
]);

const LOWER_CASE = new Map(Array.from(WORDS, ([word, state]) => [word.toLowerCase(), state]));

type Parts = StatusRow['parts'];

/**
 * A word that the guide does not list is kept by the caller, and is no error: then the parts decide,
 * where they are conclusive (READING 14).
 */
export function toDeliveryState(providerStatus: string, parts?: Parts): DeliveryState {
  const state = WORDS.get(providerStatus) ?? LOWER_CASE.get(providerStatus.trim().toLowerCase());
  return state ?? stateOfParts(parts) ?? 'other';
}

/** All delivered is delivered; all accounted for, and some of it undelivered, is failed. */
function stateOfParts(parts: Parts | undefined): DeliveryState | undefined {
  if (!parts || !(parts.total > 0)) return undefined;
  const { total, delivered, undelivered } = parts;
  if (delivered >= total) return 'delivered';
  return undelivered > 0 && delivered + undelivered >= total ? 'failed' : undefined;
}
