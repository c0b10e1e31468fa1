import { allAborted, anyAborted } from '../../concurrency/joined-signals.js';
import type { CallOptions } from '../../http/authorized-client.js';
import type { Deadline } from '../run/deadline.js';

/** How long a question waits for others to share its call with. */
const GATHER_MS = 10;

/** What a question of a lookup waits for. */
export interface Waits {
  deadline: Deadline;
  urgent: boolean;
}

/** The last lookup of a short deadline has no time to wait for others. */
export const gatherMs = ({ deadline }: Waits): number =>
  deadline.lastChance.aborted ? 0 : GATHER_MS;

/** Makes a call that questions share: it ends with the last of their deadlines. */
export async function callTogether<T>(
  questions: readonly Waits[],
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const deadlines = questions.map(({ deadline }) => deadline);
  const ends = allAborted(deadlines.map(({ signal }) => signal));
  const lastChance = anyAborted(deadlines.map((deadline) => deadline.lastChance));
  try {
    return await call({
      urgent: questions.some(({ urgent }) => urgent),
      attempt: { signal: ends.signal, lastChance: lastChance.signal },
      once: true,
      patient: true,
    });
  } finally {
    ends.release();
    lastChance.release();
  }
}
