import type { InboundSms, InboxAnswer } from '../api/api.types.js';
import { compareIds, isLong } from '../api/compare-ids.js';
import type { Lease } from '../store/lease.js';
import type { InboxPosition } from '../store/inbox-store.js';
import { HandledTexts } from './handled-texts.js';
import type { StartFinder } from './start-finder.js';
import type { TextsRead } from './inbox-state.js';
import { startOf, type StartDependencies, type StartOptions } from './start-state.js';
import { addUnreadableRows } from './unreadable-rows.js';

/** So many kept texts are taken from the store at once. */
const KEPT_PAGE = 1_000;

export interface NewTextsDependencies extends StartDependencies {
  start: Pick<StartFinder, 'find'>;
}

/** Finds the texts of a number that are still to be handled, and moves its cursor, under one lease. */
export class NewTexts {
  readonly #handled = new HandledTexts();
  #cursor = '0';
  #readAtMs = 0;
  /** The kept texts up to this id were taken from the store. */
  #keptUpTo?: string;
  #isKeptTaken = false;

  constructor(
    private readonly lease: Lease,
    private readonly options: StartOptions,
    private readonly dependencies: NewTextsDependencies,
  ) {}

  /**
   * @param failed the ids of texts that are known to the reader and not handled
   * @returns `undefined` while there is nothing to start from
   */
  async read(failed: ReadonlySet<string>): Promise<TextsRead | undefined> {
    const position = await this.#startedPosition();
    if (!position) return undefined;
    const { number } = this.options;
    const { api, store, stopping: signal } = this.dependencies;
    this.#cursor = position.cursor ?? '0';
    // By the clock that is never set: a step of the other one must not age what was handled.
    this.#readAtMs = performance.now();
    const kept = this.#isKeptTaken ? [] : await store.kept(number, this.#keptUpTo, KEPT_PAGE);
    const isLastPage = kept.length < KEPT_PAGE;
    const answer = await api.getInbox(number, this.#cursor, { attempt: { signal } });
    const known = new Set([...failed, ...kept.map(({ id }) => id)]);
    const fresh = await this.#fresh(answer, known, isLastPage ? undefined : kept.at(-1)!.id);
    this.#isKeptTaken = isLastPage;
    this.#keptUpTo = kept.at(-1)?.id;
    const texts =
      kept.length === 0 ? fresh : [...kept, ...fresh].toSorted((a, b) => compareIds(a.id, b.id));
    return { texts, counted: position.attempts, hasMore: !isLastPage };
  }

  /** A text is handled, and stored as that. */
  handled(id: string): void {
    this.#handled.add(id, performance.now());
  }

  /**
   * Moves the cursor past what was handled longer ago than the overlap. Only to be called when all
   * that was read is handled, and no kept text is left: one that waits may have a lower id.
   */
  async advance(): Promise<void> {
    const { number, overlapMs } = this.options;
    const newest = this.#handled.newestOlderThan(overlapMs, this.#readAtMs);
    if (newest === undefined || compareIds(newest, this.#cursor) <= 0) return;
    await this.dependencies.store.advance(this.lease, number, newest);
    this.#handled.forgetUpTo(newest);
  }

  async #startedPosition(): Promise<InboxPosition | undefined> {
    const { number, startFrom } = this.options;
    const { store, start } = this.dependencies;
    const position = await store.position(number);
    const known = startOf(position, startFrom);
    if (known.is === 'started') return position;
    return (await start.find(this.lease, known)) ? store.position(number) : undefined;
  }

  /** @param upTo what has a greater id waits for the next read, for there are kept texts before it */
  async #fresh(
    { texts, unreadable }: InboxAnswer,
    known: ReadonlySet<string>,
    upTo: string | undefined,
  ): Promise<InboundSms[]> {
    const { number } = this.options;
    const rows = [...texts, ...unreadable.map(({ sms }) => sms)];
    this.#handled.forgetUnlisted(new Set(unreadable.map(({ sms }) => sms.id)));
    const unknown = new Set<string>();
    for (const { id } of rows) {
      if (known.has(id) || this.#handled.has(id)) continue;
      if (upTo === undefined || !isLong(id) || compareIds(id, upTo) <= 0) unknown.add(id);
    }
    const fresh = await this.#unhandledOf(unknown);
    const unread = unreadable.filter(({ sms }) => fresh.delete(sms.id));
    await addUnreadableRows(unread, this.lease, number, this.dependencies.deadLetters);
    for (const { sms } of unread) this.handled(sms.id);
    // The service may repeat a text.
    return texts.filter(({ id }) => fresh.delete(id));
  }

  async #unhandledOf(ids: ReadonlySet<string>): Promise<Set<string>> {
    if (ids.size === 0) return new Set();
    const fresh = new Set(await this.dependencies.store.unhandled(this.options.number, [...ids]));
    for (const id of ids) if (!fresh.has(id)) this.#handled.add(id, this.#readAtMs);
    return fresh;
  }
}
