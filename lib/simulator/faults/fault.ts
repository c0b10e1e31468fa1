import type { SeededRandom } from '../random.js';
import type { Operation } from '../wire/operation.js';
import type { FaultKind, FaultTarget } from './kinds.js';
import type { FaultOptions } from './options.js';

/** A fault that is set. */
export class Fault {
  fired = 0;
  /** How many matching requests it has let pass because of its `skip`. */
  passed = 0;

  constructor(
    readonly id: string,
    readonly target: FaultTarget,
    readonly kind: FaultKind,
    readonly options: FaultOptions,
  ) {}

  get isSpent(): boolean {
    return this.fired >= (this.options.times ?? Infinity);
  }

  /** Whether it fires on this request, which is counted. */
  fires(operation: Operation, random: SeededRandom): boolean {
    if (this.isSpent || !this.#isAimedAt(operation)) return false;
    if (this.passed < (this.options.skip ?? 0)) {
      this.passed += 1;
      return false;
    }
    if (random.next() >= (this.options.probability ?? 1)) return false;
    this.fired += 1;
    return true;
  }

  #isAimedAt(operation: Operation): boolean {
    if (this.target === '*' || this.target === operation) return true;
    return this.target === 'send' && operation.startsWith('send');
  }
}
