import type { LogicalCode } from './logical-errors.js';

/** A request that is not as the contract defines it: the answer is an HTTP error. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';

  constructor(
    readonly status: number,
    readonly code?: LogicalCode,
  ) {
    super(`HTTP ${status}`);
  }
}
