import type { Operation } from '../endpoints/operation.js';
import type { SeededRandom } from '../random.js';
import {
  checkFault,
  type Fault,
  type FaultKind,
  type FaultOptions,
  type FaultTarget,
} from './fault.js';

/** One strike of a fault. */
export interface FiredFault {
  /** By the simulator's clock. */
  readonly at: Date;
  readonly faultId: string;
  readonly target: FaultTarget;
  readonly kind: FaultKind;
  readonly operation: Operation;
  readonly requestId: string;
}

const REMEMBERED_STRIKES = 100;

/** The faults that are set; of those that match a request the oldest strikes. */
export class Faults {
  /** The newest strikes, oldest first. */
  readonly fired: FiredFault[] = [];
  readonly #armed = new Map<string, ArmedFault>();
  #lastId = 0;

  add(target: FaultTarget, kind: FaultKind, options: FaultOptions): ArmedFault {
    checkFault(target, kind, options);
    this.#lastId += 1;
    const fault = new ArmedFault(String(this.#lastId), target, kind, options);
    this.#armed.set(fault.id, fault);
    return fault;
  }

  get armed(): ArmedFault[] {
    return [...this.#armed.values()];
  }

  get count(): number {
    return this.#armed.size;
  }

  remove(id: string): boolean {
    return this.#armed.delete(id);
  }

  /** Gives how many there were. */
  clear(): number {
    const { size } = this.#armed;
    this.#armed.clear();
    return size;
  }

  forgetStrikes(): void {
    this.fired.length = 0;
  }

  /** The fault that strikes this request, if one does. */
  draw(operation: Operation, random: SeededRandom): ArmedFault | undefined {
    for (const fault of this.#armed.values()) {
      if (!fault.strikes(operation, random)) continue;
      if (fault.isSpent) this.#armed.delete(fault.id);
      return fault;
    }
    return undefined;
  }

  remember(
    { id, target, kind }: ArmedFault,
    struck: Pick<FiredFault, 'at' | 'operation' | 'requestId'>,
  ): FiredFault {
    const fired = { faultId: id, target, kind, ...struck };
    this.fired.push(fired);
    if (this.fired.length > REMEMBERED_STRIKES) this.fired.shift();
    return fired;
  }
}

export class ArmedFault implements Fault {
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

  strikes(operation: Operation, random: SeededRandom): boolean {
    if (this.isSpent || !this.#aimsAt(operation)) return false;
    if (this.passed < (this.options.skip ?? 0)) {
      this.passed += 1;
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
