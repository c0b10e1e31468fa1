import type { SeededRandom } from '../random.js';
import type { Operation } from '../wire/operation.js';
import { Fault } from './fault.js';
import type { FaultKind, FaultTarget } from './kinds.js';
import { checkFault, type FaultOptions } from './options.js';

/** One request that a fault fired on. */
export interface FiredFault {
  /** By the simulator's clock. */
  readonly at: Date;
  readonly faultId: string;
  readonly target: FaultTarget;
  readonly kind: FaultKind;
  readonly operation: Operation;
  readonly requestId: string;
}

const MAX_FIRED = 100;

/** The faults that are set; of those that match a request the oldest fires. */
export class Faults {
  /** The newest requests that a fault fired on, oldest first. */
  readonly fired: FiredFault[] = [];
  readonly #set = new Map<string, Fault>();
  #lastId = 0;

  add(target: FaultTarget, kind: FaultKind, options: FaultOptions): Fault {
    checkFault(target, kind, options);
    this.#lastId += 1;
    const fault = new Fault(String(this.#lastId), target, kind, options);
    this.#set.set(fault.id, fault);
    return fault;
  }

  get all(): Fault[] {
    return [...this.#set.values()];
  }

  get count(): number {
    return this.#set.size;
  }

  remove(id: string): boolean {
    return this.#set.delete(id);
  }

  /** Returns how many there were. */
  clear(): number {
    const { size } = this.#set;
    this.#set.clear();
    return size;
  }

  forgetFired(): void {
    this.fired.length = 0;
  }

  /** The fault that fires on this request, if one does; a fault whose `times` are over is removed. */
  fireOn(operation: Operation, random: SeededRandom): Fault | undefined {
    for (const fault of this.#set.values()) {
      if (!fault.fires(operation, random)) continue;
      if (fault.isSpent) this.#set.delete(fault.id);
      return fault;
    }
    return undefined;
  }

  remember(
    { id, target, kind }: Fault,
    request: Pick<FiredFault, 'at' | 'operation' | 'requestId'>,
  ): FiredFault {
    const fired = { faultId: id, target, kind, ...request };
    this.fired.push(fired);
    if (this.fired.length > MAX_FIRED) this.fired.shift();
    return fired;
  }
}
