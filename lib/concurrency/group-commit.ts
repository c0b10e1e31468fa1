/** What commits the groups. */
export interface GroupTarget<T> {
  /** One group at a time. A group that it rejects is kept, and committed again before any other. */
  commit(items: readonly T[]): Promise<void>;
  /** A group is committed: there is room for more. */
  committed(): void;
  /** A commit that no {@link GroupCommit.flush} waits for has failed. */
  commitFailed(error: unknown): void;
}

export interface GroupLimits {
  /** So many are committed without waiting for more, and never more than so many in one group. */
  maxItems: number;
  /** How long an item waits for others. */
  maxWaitMs: number;
}

/** Commits together what comes close together, where a commit costs more than an item. */
export class GroupCommit<T> {
  #waiting: T[] = [];
  #committing?: Promise<void>;
  #inCommit = 0;
  #timer?: NodeJS.Timeout;
  #isFailing = false;

  constructor(
    private readonly target: GroupTarget<T>,
    private readonly limits: GroupLimits,
  ) {}

  /** How many are not committed yet. */
  get size(): number {
    return this.#waiting.length + this.#inCommit;
  }

  /** Whether the last commit has failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  add(item: T): void {
    this.#waiting.push(item);
    this.#schedule();
  }

  /** Resolves when everything is committed. Rejects as the target does, and keeps what is not. */
  async flush(): Promise<void> {
    while (this.size > 0) await (this.#committing ??= this.#commitGroup());
  }

  /** A whole group is committed at once, unless the last commit has failed; what is less waits for more. */
  #schedule(): void {
    const { maxItems, maxWaitMs } = this.limits;
    if (this.#waiting.length === 0 || this.#committing) return;
    if (this.#waiting.length >= maxItems && !this.#isFailing) this.#commitUnwatched();
    else this.#timer ??= setTimeout(() => this.#commitUnwatched(), maxWaitMs);
  }

  #commitUnwatched(): void {
    this.#timer = undefined;
    // One that is under way is followed by what waits.
    if (this.#committing || this.#waiting.length === 0) return;
    this.#committing = this.#commitGroup();
    this.#committing.catch((error: unknown) => this.target.commitFailed(error));
  }

  async #commitGroup(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const group = this.#waiting.splice(0, this.limits.maxItems);
    this.#inCommit = group.length;
    try {
      await this.target.commit(group);
      this.#isFailing = false;
    } catch (error) {
      this.#waiting = group.concat(this.#waiting);
      this.#isFailing = true;
      throw error;
    } finally {
      this.#inCommit = 0;
      this.#committing = undefined;
      if (!this.#isFailing) this.#schedule();
    }
    this.target.committed();
  }
}
