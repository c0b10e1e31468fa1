/** Something that changes, and that several may wait for. */
export class Condition {
  #waiters: (() => void)[] = [];

  /** Wakes all that wait now. Each of them looks by itself whether what it waits for is there. */
  notifyAll(): void {
    if (this.#waiters.length === 0) return;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }

  /** Resolves at the next {@link notifyAll}, or after `timeoutMs` where that comes first. */
  wait(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      if (timeoutMs === undefined) {
        this.#waiters.push(resolve);
        return;
      }
      const end = () => {
        clearTimeout(timer);
        const place = this.#waiters.indexOf(end);
        if (place >= 0) this.#waiters.splice(place, 1);
        resolve();
      };
      const timer = setTimeout(end, timeoutMs);
      this.#waiters.push(end);
    });
  }
}
