import type { InboundSms, InboxAnswer } from '../api/api.types.js';
import { idBefore } from '../api/compare-ids.js';
import { SingleFlight } from '../concurrency/single-flight.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import { maskNumbers } from '../privacy/mask.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { Lease } from '../store/lease.js';
import type { Start, StartDependencies, StartOptions } from './start-state.js';
import { addUnreadableRows } from './unreadable-rows.js';

/** An unread read gives no more; one that gives fewer has emptied the inbox (guide 6.2). */
const UNREAD_PAGE = 90;

/** So many kept texts are looked at at once. */
const KEPT_PAGE = 1_000;

/** The time of an intent before which nothing is known of what was read. */
const UNKNOWN = new Date(0);

/**
 * The start from what is unread. A read without an id marks texts read as it gives them, so the store
 * learns of each one before it is made, and keeps its answer before the next. Only when one has
 * emptied the inbox is the start known.
 */
export class UnreadStart {
  readonly #flight = new SingleFlight<boolean>();
  /** When all was read for sure; what a lost answer held came later. */
  #emptiedAt?: Date;
  /** From when on texts may have been lost; a warning of it comes before the next read. */
  #loss?: { since: Date; isLogged: boolean };
  /** An answer that the store could not keep: the next run hands it over again. */
  #unkept?: InboxAnswer;

  constructor(
    private readonly options: Pick<StartOptions, 'number' | 'overlapMs'>,
    private readonly dependencies: StartDependencies,
  ) {}

  /** @returns false while there is no id to start from, because no text ever came */
  find(lease: Lease, start: Start): Promise<boolean> {
    return this.#flight.run(() => this.#find(lease, start));
  }

  whenIdle(): Promise<void> {
    return this.#flight.whenIdle();
  }

  async #find(lease: Lease, start: Start): Promise<boolean> {
    const { number, overlapMs } = this.options;
    const { store, stopping } = this.dependencies;
    if (start.is === 'intent open' && !this.#unkept) {
      this.#loss ??= { since: start.since, isLogged: false };
    }
    await this.#logLoss();
    for (let isEmptied = false; !isEmptied;) {
      // What was kept so far is found by the next start.
      if (stopping.aborted) return false;
      const readAt = new Date();
      isEmptied = (await this.#readAndKeep(lease)) < UNREAD_PAGE;
      if (isEmptied) this.#emptiedAt = new Date(readAt.getTime() - overlapMs);
    }
    const first = await this.#startOfKept();
    if (first !== undefined) await store.startAfter(lease, number, first);
    if (this.#loss) await store.intend(lease, number, this.#loss.since);
    return first !== undefined;
  }

  /** @returns how many texts the answer held */
  async #readAndKeep(lease: Lease): Promise<number> {
    const { number } = this.options;
    const { store, deadLetters } = this.dependencies;
    if (!this.#unkept) {
      await store.intend(lease, number, this.#loss?.since ?? this.#emptiedAt ?? UNKNOWN);
      this.#unkept = await this.#readUnread(lease);
    }
    const { texts, unreadable } = this.#unkept;
    // First what cannot be read: once the answer is kept nothing looks for it again.
    const ids = unreadable.map(({ sms }) => sms.id);
    const left = new Set(ids.length > 0 ? await store.unhandled(number, ids) : []);
    const rows = unreadable.filter(({ sms }) => left.delete(sms.id));
    await addUnreadableRows(rows, lease, number, deadLetters);
    await store.keepAnswer(lease, number, texts);
    this.#unkept = undefined;
    return texts.length + unreadable.length;
  }

  async #readUnread(lease: Lease): Promise<InboxAnswer> {
    const { number } = this.options;
    try {
      return await this.dependencies.api.getInbox(number);
    } catch (error) {
      if (isRefusal(error)) {
        if (!this.#loss) await this.dependencies.store.keepAnswer(lease, number, []);
      } else {
        const since = this.#loss?.since ?? this.#emptiedAt ?? UNKNOWN;
        this.#loss = { since, isLogged: false };
        // What the read failed with says more than that this could not be logged yet.
        await this.#logLoss().catch(() => undefined);
      }
      throw error;
    }
  }

  /**
   * Before texts are marked read again, a read by id, which marks none, must have shown that
   * answers arrive and can be understood: one that cannot be (Jalali dates) would lose them all.
   */
  async #logLoss(): Promise<void> {
    const loss = this.#loss;
    if (!loss || loss.isLogged) return;
    const { number } = this.options;
    const { api, logger, stopping: signal } = this.dependencies;
    const { texts } = await api.getInbox(number, '0', { attempt: { signal } });
    const [oldest] = texts;
    if (loss.since.getTime() === UNKNOWN.getTime() && oldest) loss.since = oldest.receivedAt;
    loss.isLogged = true;
    const since = loss.since.toISOString();
    logger.warn(
      `The answer to a read of the unread texts to ${maskNumbers(number)} was lost: up to ${UNREAD_PAGE} of them may be marked read and unknown to this app. Start once with the option inbox.startFrom as { since: new Date('${since}') }, or with its variable as ${since}, to have all since then; those that were handled come again`,
    );
  }

  /** So far below the newest that a lower id which is not visible yet will be found. */
  async #startOfKept(): Promise<string | undefined> {
    const settledBeforeMs = Date.now() - this.options.overlapMs;
    let first: string | undefined;
    let settled: string | undefined;
    for await (const { id, receivedAt } of this.#kept()) {
      first ??= idBefore(id);
      if (receivedAt.getTime() < settledBeforeMs) settled = id;
    }
    return settled ?? first;
  }

  async *#kept(): AsyncGenerator<InboundSms> {
    let after: string | undefined;
    for (;;) {
      const page = await this.dependencies.store.kept(this.options.number, after, KEPT_PAGE);
      yield* page;
      if (page.length < KEPT_PAGE) return;
      after = page.at(-1)!.id;
    }
  }
}

/** Whether an error proves that no text was marked read. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PayamSmsTransportError) return !error.requestSent;
  return error instanceof PayamSmsApiError || error instanceof PayamSmsAuthenticationError;
}
