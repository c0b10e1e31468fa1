import type { Operation } from '../endpoints/operation.js';
import type { SeededRandom } from '../random.js';
import {
  checkFault,
  type Fault,
  type FaultHandle,
  type FaultKind,
  type FaultOptions,
  type FaultTarget,
} from './fault.js';

/** The faults that are set; of those that match a request the oldest strikes. */
export class Faults {
  readonly #armed = new Set<ArmedFault>();

  add(target: FaultTarget, kind: FaultKind, options: FaultOptions): FaultHandle {
    checkFault(target, kind);
    const fault = new ArmedFault(target, kind, options);
    this.#armed.add(fault);
    return {
      get fired() {
        return fault.fired;
      },
      remove: () => void this.#armed.delete(fault),
    };
  }

  clear(): void {
    this.#armed.clear();
  }

  /** The fault that strikes this request, if one does. */
  draw(operation: Operation, random: SeededRandom): Fault | undefined {
    for (const fault of this.#armed) {
      if (!fault.strikes(operation, random)) continue;
      if (fault.isSpent) this.#armed.delete(fault);
      return fault;
    }
    return undefined;
  }
}

class ArmedFault implements Fault {
  fired = 0;
  #passed = 0;

  constructor(
    readonly target: FaultTarget,
    readonly kind: FaultKind,
    readonly options: FaultOptions,
  ) {}

  get isSpent(): boolean {
    return this.fired >= (this.options.times ?? Infinity);
  }

  strikes(operation: Operation, random: SeededRandom): boolean {
    if (this.isSpent || !this.#aimsAt(operation)) return false;
    if (this.#passed < (this.options.skip ?? 0)) {
      this.#passed += 1;
      return false;
    }
    if (random.next() >= (this.options.probability ?? 1)) return false;
    this.fired += 1;
    return true;
  }

  #aimsAt(operation: Operation): boolean {
    if (this.target === '*' || this.target === operation) return true;
    return this.target === 'send' && operation.startsWith('send');
  }
}
