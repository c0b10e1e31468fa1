import type { LogicalCode } from './logical-errors.js';

/** A request that cannot be read as what the contract says: answered with an HTTP error. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';

  constructor(
    readonly status: number,
    readonly code?: LogicalCode,
  ) {
    super(`HTTP ${status}`);
  }
}
