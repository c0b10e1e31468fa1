import type { UnreadableSms } from '../api/api.types.js';
import { maskNumbers } from '../privacy/mask.js';
import type { Lease } from '../store/lease.js';
import type { DeadLetters } from './dead-letters.js';

/**
 * Makes rows of a number's inbox that cannot be read dead letters, one by one: no listener could do
 * anything with them, and the texts behind them must not wait.
 */
export async function addUnreadableRows(
  rows: readonly UnreadableSms[],
  lease: Lease,
  number: string,
  deadLetters: Pick<DeadLetters, 'add'>,
): Promise<void> {
  for (const { sms, problem } of rows) {
    await deadLetters.add(
      lease,
      { sms, error: problem, attempts: 0, at: new Date() },
      `Text ${sms.id} to ${maskNumbers(number)} cannot be read and was set aside, see InboxService.failed(): ${problem}`,
    );
  }
}
