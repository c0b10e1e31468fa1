import { idBefore } from '../api/compare-ids.js';
import type { Lease } from '../store/lease.js';
import { isSince, type Start, type StartDependencies, type StartOptions } from './start-state.js';
import { UnreadStart } from './unread-start.js';

/** Finds where the reading of a number begins, once in the life of its store. */
export class StartFinder {
  readonly #unread: UnreadStart;

  constructor(
    private readonly options: StartOptions,
    private readonly dependencies: StartDependencies,
  ) {
    this.#unread = new UnreadStart(options, dependencies);
  }

  /** @returns false while there is no id to start from, because no text ever came */
  async find(lease: Lease, start: Start): Promise<boolean> {
    const { number, startFrom } = this.options;
    if (startFrom === 'unread') return this.#unread.find(lease, start);
    if (isSince(startFrom)) return this.#findSince(lease, startFrom.since);
    if (startFrom === 'now') return this.#findNow(lease);
    const id = startFrom === 'all' ? '0' : startFrom.afterId;
    await this.dependencies.store.startAfter(lease, number, id);
    return true;
  }

  /** Resolves when no read is under way that marks texts read, and its answer is kept. */
  async whenIdle(): Promise<void> {
    await this.#unread.whenIdle();
  }

  /** Behind the newest text, which a read by id shows and does not mark read. */
  async #findNow(lease: Lease): Promise<boolean> {
    const { number } = this.options;
    const { api, store, stopping: signal } = this.dependencies;
    const { texts } = await api.getInbox(number, '0', { attempt: { signal } });
    await store.startAfter(lease, number, texts.at(-1)?.id ?? '0');
    return true;
  }

  async #findSince(lease: Lease, since: Date): Promise<boolean> {
    const { number } = this.options;
    const { api, store, stopping: signal } = this.dependencies;
    const { texts } = await api.getInbox(number, '0', { attempt: { signal } });
    const first = texts.findIndex(({ receivedAt }) => receivedAt >= since);
    const after = first < 0 ? (texts.at(-1)?.id ?? '0') : idBefore(texts[first]!.id);
    // Older than what has a lower id: they are passed over like the others.
    const older = texts
      .slice(first < 0 ? texts.length : first)
      .filter((text) => text.receivedAt < since);
    if (older.length > 0)
      await store.handled(
        lease,
        number,
        older.map(({ id }) => id),
      );
    await store.startAfter(lease, number, after);
    return true;
  }
}
