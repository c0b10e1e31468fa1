import { PayamSmsStoreError } from '../errors/store.error.js';
import type { Lease, LeaseName } from '../store/lease.js';

/** What only one process at a time does. It knows neither what starts it nor what holds its lease. */
export interface LeasedTask<T = unknown> {
  readonly leaseName: LeaseName;
  /** As the log names it after "Polling of", such as `the balance`. */
  readonly title: string;
  /**
   * Whether this process can do it now. Asked each second: a process that cannot must not keep the
   * lease from the others.
   */
  canServe(): boolean;
  /**
   * Does it once. Never called again before it has ended. What it rejects with is logged, and the
   * next trigger tries again.
   */
  run(lease: Lease): Promise<T>;
  /** Asked after each run: how soon the next one is wanted, if sooner than its trigger fires. */
  nextRunInMs?(): number | undefined;
  /**
   * The app ends: a run under way is to begin nothing new. The lease is given up when this has
   * resolved and the run has ended; the runner waits no longer than `timeoutMs` for the run, but for
   * this without a bound.
   */
  stop?(timeoutMs: number): Promise<void>;
}

/** Whether another process has the lease now. */
export function isLeaseLost(error: unknown): boolean {
  return error instanceof PayamSmsStoreError && error.reason === 'lease-lost';
}

/** @throws {PayamSmsStoreError} `lease-lost`, when another process may have the lease by now */
export function requireHeld(lease: Lease, action: string): void {
  if (!lease.isHeld()) throw new PayamSmsStoreError('lease-lost', action);
}
