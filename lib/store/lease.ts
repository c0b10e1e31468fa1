/** What only one process at a time does, of one account. The inbox of each number is a task of its own. */
export type LeaseName = InboxLeaseName | 'delivery' | 'balance';

/** The inbox of one of the account's numbers, normalised. */
export type InboxLeaseName = `inbox:${string}`;

/** The right to do a task, until it is released or lost. A commit under a lost lease is refused. */
export interface Lease {
  readonly name: LeaseName;
  /** Different for each holder: the store knows by it that a commit comes from one that has lost the lease. */
  readonly fence: string;
  /**
   * Whether it certainly still holds, without asking the store: false from the moment at which another
   * process may have taken it over, by the monotonic clock.
   */
  isHeld(): boolean;
  /**
   * Whether a process that does fewer tasks waits for it, so that it should be released soon. For
   * stores that many machines share; without it, a lease is kept for as long as its task can be done.
   */
  isWanted?(): boolean;
  release(): Promise<void>;
}
