/** What only one process at a time may do; a number's inbox is a duty of its own. */
export type Duty = InboxDuty | 'delivery' | 'balance';

/** The inbox of one of the account's numbers, normalised. */
export type InboxDuty = `inbox:${string}`;

/** The right to do a duty. A commit made with one that was lost is refused. */
export interface Lease {
  readonly duty: Duty;
  /** Grows with every holder, so that a stale one is known by it. */
  readonly epoch: number;
  release(): Promise<void>;
}
