import { jest } from '@jest/globals';
import type { Lease, LeaseName } from '../../../lib/store/lease.js';
import type { Trigger } from '../../../lib/tasks/trigger.js';

/** A lease that is no store's; `isValid` false is a lease whose time is over. */
export function fakeLease(fence = '1', name: LeaseName = 'delivery') {
  const release = jest.fn(async () => undefined);
  const state = { isValid: true };
  const lease: Lease = { name, fence, release, isHeld: () => state.isValid };
  return Object.assign(lease, { release, state });
}

/** A trigger that is fired by hand. */
export class FakeTrigger implements Trigger {
  readonly #runs: (() => void)[] = [];
  isActive = true;
  readonly option = 'an option';
  readonly connect = jest.fn(async () => undefined);
  readonly remove = jest.fn();

  onFire(run: () => void): void {
    this.#runs.push(run);
  }

  fire(): void {
    for (const run of this.#runs) run();
  }
}
