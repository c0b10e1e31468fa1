/** What only one process at a time may do. */
export type Duty = 'inbox' | 'delivery' | 'balance';

/** The right to do a duty. A commit made with one that was lost is refused. */
export interface Lease {
  readonly duty: Duty;
  /** Grows with every holder, so that a stale one is known by it. */
  readonly epoch: number;
  release(): Promise<void>;
}
