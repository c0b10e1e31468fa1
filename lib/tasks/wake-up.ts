/** A timer that several may set: the earliest time wins, and then the others are forgotten. */
export class WakeUp {
  #timer?: NodeJS.Timeout;
  #atMs = Infinity;

  constructor(private readonly run: () => void) {}

  in(ms: number): void {
    const atMs = performance.now() + ms;
    if (this.#atMs <= atMs) return;
    this.cancel();
    this.#atMs = atMs;
    this.#timer = setTimeout(() => {
      this.#atMs = Infinity;
      this.run();
    }, ms).unref();
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#atMs = Infinity;
  }
}
