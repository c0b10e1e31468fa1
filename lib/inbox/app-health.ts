/** So many different texts that fail in a row are no accident of theirs. */
const TEXTS_OF_AN_ILLNESS = 3;
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

/**
 * Tells a text that no listener can bear from an app that bears none at all, such as one whose
 * database is away. A failing listener says the same in both cases; what differs is how the *other*
 * texts fare, of whatever number. So:
 *
 * - three different texts that failed with none handled in between mean that the app is ill: all
 *   polling pauses, at first for 5 s, then for as long as the illness has lasted, at most 2 min;
 * - a text is not set aside for its own failures, but when another one was handled after its last
 *   failure and it fails once more: see `Round`;
 * - when a text that failed in an illness is handled at last, the app has recovered, and all
 *   failures until then are forgiven.
 */
export class AppHealth {
  /** The texts that failed since one was handled. */
  readonly #failing = new Set<string>();
  #illSinceMs?: number;
  #pausedUntilMs = 0;
  #moment = 0;
  #provenAt = 0;
  #recoveries = 0;

  get isIll(): boolean {
    return this.#illSinceMs !== undefined;
  }

  /** How often the app has recovered. */
  get recoveries(): number {
    return this.#recoveries;
  }

  /** How long polling pauses; 0 while the app is well. */
  pauseMs(nowMs: number): number {
    return Math.max(0, this.#pausedUntilMs - nowMs);
  }

  /** This moment, later than all before it: two calls may fall into one tick of the clock. */
  moment(): number {
    return ++this.#moment;
  }

  /** Whether a call of the listeners that began after a moment ended well. */
  isProvenSince(moment: number): boolean {
    return this.#provenAt > moment;
  }

  /** @param calledAt the moment at which the call of its listeners began */
  handled(id: string, calledAt: number): void {
    this.#provenAt = Math.max(this.#provenAt, calledAt);
    if (this.#failing.size === 0) return;
    if (this.isIll && this.#failing.has(id)) this.#recoveries++;
    this.#failing.clear();
    this.#illSinceMs = undefined;
    this.#pausedUntilMs = 0;
  }

  failed(id: string, nowMs: number): void {
    this.#failing.add(id);
    if (this.#failing.size < TEXTS_OF_AN_ILLNESS) return;
    this.#illSinceMs ??= nowMs;
    const illForMs = nowMs - this.#illSinceMs;
    const pauseMs = Math.min(Math.max(illForMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
    this.#pausedUntilMs = nowMs + pauseMs;
  }
}
