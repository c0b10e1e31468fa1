/** Where a message is on its way. `other`: the service used a word that is not in its guide. */
export type DeliveryState = 'delivered' | 'failed' | 'pending' | 'queued' | 'other';

/** The guide's four words (6.1). */
const WORDS = new Map<string, DeliveryState>([
  ['Send Successfully', 'delivered'],
  ['Failed', 'failed'],
  ['Pending', 'pending'],
  ['Pending In Queue', 'queued'],
]);

const LOWER_CASE = new Map(Array.from(WORDS, ([word, state]) => [word.toLowerCase(), state]));

/** A word that the guide does not list is kept by the caller, and is no error (READING 14). */
export function toDeliveryState(providerStatus: string): DeliveryState {
  const state = WORDS.get(providerStatus) ?? LOWER_CASE.get(providerStatus.trim().toLowerCase());
  return state ?? 'other';
}
