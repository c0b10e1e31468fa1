/** Where a message is on its way. `other`: the service used a word that is not in its guide. */
export type DeliveryState = 'delivered' | 'failed' | 'pending' | 'queued' | 'other';

/** The guide's four words (6.1), in lower case. */
const STATES = new Map<string, DeliveryState>([
  ['send successfully', 'delivered'],
  ['failed', 'failed'],
  ['pending', 'pending'],
  ['pending in queue', 'queued'],
]);

/** A word that the guide does not list is kept by the caller, and is no error (READING 14). */
export function toDeliveryState(providerStatus: string): DeliveryState {
  return STATES.get(providerStatus.trim().toLowerCase()) ?? 'other';
}
