import type { Logger } from '@nestjs/common';
import type { InboundSms, InboxAnswer } from '../api/api.types.js';
import { compareIds } from '../api/compare-ids.js';
import type { PayamSmsApi } from '../api/payamsms.api.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsAuthenticationError } from '../errors/authentication.error.js';
import { maskNumbers } from '../errors/mask.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { InboxStart } from '../payamsms.options.js';
import type { InboxPosition, InboxStore } from '../store/inbox-store.js';
import type { Lease } from '../store/lease.js';
import type { UnreadableRows } from './unreadable-rows.js';

/** An unread read gives no more; one that gives fewer has emptied the inbox (guide 6.2). */
const UNREAD_PAGE = 90;

/** The time of an intent before which nobody knows what was read. */
const UNKNOWN = new Date(0);

/** Finds where the reading of a number begins, once in the life of its store. */
export class LineStart {
  /** When all was read for sure; what a lost answer held came later. */
  #emptiedAt?: Date;
  /** From when on texts may have been lost; their loss is to be told. */
  #lost?: { since: Date; isTold: boolean };

  /** An answer that the store could not keep: the next poll hands it over again. */
  #unkept?: InboxAnswer;
  #taking?: Promise<unknown>;
  #isStopped = false;

  constructor(
    private readonly number: string,
    private readonly startFrom: InboxStart,
    private readonly overlapMs: number,
    private readonly api: PayamSmsApi,
    private readonly store: InboxStore,
    private readonly unreadable: UnreadableRows,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Marks no more texts read; resolves when the answer under way, if any, is kept. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#taking;
  }

  /** Whether a position is one to read on from; else {@link find} comes first. */
  isFound(position: InboxPosition | undefined): position is InboxPosition & { askAfter: string } {
    if (position?.askAfter === undefined) return false;
    // The intent of a lost answer is kept, so that `{ since }` can still recover what it held.
    return !(position.intendedAt && isSince(this.startFrom));
  }

  /** @returns false while there is no id to start from, because nothing ever came */
  async find(lease: Lease, position: InboxPosition | undefined): Promise<boolean> {
    if (this.startFrom === 'unread') return this.#findUnread(lease, position);
    if (isSince(this.startFrom)) return this.#findSince(lease, this.startFrom.since);
    const id = this.startFrom === 'all' ? '0' : this.startFrom.afterId;
    await this.store.startAfter(lease, this.number, id);
    return true;
  }

  async #findSince(lease: Lease, since: Date): Promise<boolean> {
    const { texts } = await this.api.getInbox(this.number, '0');
    const first = texts.findIndex(({ receivedAt }) => receivedAt >= since);
    const after = first < 0 ? (texts.at(-1)?.id ?? '0') : before(texts[first]!.id);
    for (const { id, receivedAt } of first < 0 ? [] : texts.slice(first)) {
      // Older than what has a lower id: it is passed over like the others.
      if (receivedAt < since) await this.store.handled(lease, this.number, id, new Date());
    }
    await this.store.startAfter(lease, this.number, after);
    return true;
  }

  /**
   * Reading without an id marks texts read as it gives them, so each read is announced to the store
   * and its answer kept before the next. Only when one has emptied the inbox is the start known.
   */
  async #findUnread(lease: Lease, position: InboxPosition | undefined): Promise<boolean> {
    const { number, store } = this;
    if (position?.intendedAt && !this.#unkept)
      this.#lost ??= { since: position.intendedAt, isTold: false };
    await this.#tellLoss();
    for (let isEmptied = false; !isEmptied;) {
      // What was kept so far is found by the next start.
      if (this.#isStopped) return false;
      const readAt = new Date();
      const kept = this.#keepUnread(lease);
      this.#taking = kept.catch(() => undefined); // Here only waited for: it fails below.
      isEmptied = (await kept) < UNREAD_PAGE;
      if (isEmptied) this.#emptiedAt = new Date(readAt.getTime() - this.overlapMs);
    }
    const { waiting = [] } = (await store.position(number)) ?? {};
    if (waiting.length > 0) await store.startAfter(lease, number, this.#startOf(waiting));
    if (this.#lost) await store.intend(lease, number, this.#lost.since);
    return waiting.length > 0;
  }

  /** @returns how many texts the answer held */
  async #keepUnread(lease: Lease): Promise<number> {
    const { number, store } = this;
    if (!this.#unkept) {
      await store.intend(lease, number, this.#lost?.since ?? this.#emptiedAt ?? UNKNOWN);
      this.#unkept = await this.#takeUnread(lease);
    }
    const { texts, unreadable } = this.#unkept;
    // First what cannot be read: once the answer is kept nobody looks for it again.
    await this.unreadable.setAside(lease, unreadable);
    await store.keepAnswer(lease, number, texts);
    this.#unkept = undefined;
    return texts.length + unreadable.length;
  }

  async #takeUnread(lease: Lease): Promise<InboxAnswer> {
    try {
      return await this.api.getInbox(this.number);
    } catch (error) {
      if (isRefusal(error)) {
        if (!this.#lost) await this.store.keepAnswer(lease, this.number, []);
      } else {
        this.#lost = { since: this.#lost?.since ?? this.#emptiedAt ?? UNKNOWN, isTold: false };
        // What the poll failed with says more than that this could not be told yet.
        await this.#tellLoss().catch(() => undefined);
      }
      throw error;
    }
  }

  /**
   * Before texts are marked read again, a read by id, which marks none, must have shown that
   * answers arrive and can be understood: one that cannot be (Jalali dates) would lose them all.
   */
  async #tellLoss(): Promise<void> {
    if (!this.#lost || this.#lost.isTold) return;
    const { texts } = await this.api.getInbox(this.number, '0');
    const [oldest] = texts;
    if (this.#lost.since.getTime() === UNKNOWN.getTime() && oldest) {
      this.#lost.since = oldest.receivedAt;
    }
    this.#lost.isTold = true;
    this.logger.warn(
      `The answer to a read of the unread texts to ${maskNumbers(this.number)} was lost: up to ${UNREAD_PAGE} of them may be marked read and known to nobody. Start once with inbox.startFrom { since: new Date('${this.#lost.since.toISOString()}') } (or PAYAMSMS_INBOX_START_FROM=${this.#lost.since.toISOString()}) to have all since then; those that were handled come again`,
    );
  }

  /** So far below the newest that a lower id which is not visible yet will be found. */
  #startOf(waiting: readonly InboundSms[]): string {
    const settledBefore = Date.now() - this.overlapMs;
    const settled = waiting.filter(({ receivedAt }) => receivedAt.getTime() < settledBefore);
    return settled.at(-1)?.id ?? before(waiting[0]!.id);
  }
}

const isSince = (start: InboxStart): start is { since: Date } =>
  typeof start === 'object' && 'since' in start;

/** The greatest id below one. */
function before(id: string): string {
  return compareIds(id, '0') > 0 ? (BigInt(id) - 1n).toString() : '0';
}

/** Whether an error proves that nothing was marked read. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PayamSmsTransportError) return !error.requestSent;
  return error instanceof PayamSmsApiError || error instanceof PayamSmsAuthenticationError;
}
