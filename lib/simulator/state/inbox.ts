/** A text from a phone to one of the account's numbers. */
export interface InboxText {
  readonly id: bigint;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly receivedAt: Date;
  /** By the simulator's clock; later than `receivedAt` where a lower id is to appear after a higher one (READING row 21). */
  readonly visibleAtMs: number;
}

/** The most texts that one request for unread texts returns (guide 6.2). */
const UNREAD_PAGE = 90;

/** The received texts of each number, in order of ids. */
export class Inbox {
  /** The texts of all numbers. */
  readonly texts: InboxText[] = [];
  readonly #byNumber = new Map<string, { all: InboxText[]; unread: Set<InboxText> }>();

  add(text: InboxText, unread = true): void {
    const box = this.#box(text.to);
    this.texts.push(text);
    box.all.push(text);
    if (unread) box.unread.add(text);
  }

  isUnread(text: InboxText): boolean {
    return this.#box(text.to).unread.has(text);
  }

  /** Removes all texts; returns how many there were. */
  clear(): number {
    const { length } = this.texts;
    this.texts.length = 0;
    this.#byNumber.clear();
    return length;
  }

  /** Up to 90 unread texts; from now on they are read. */
  takeUnread(number: string, nowMs: number): InboxText[] {
    const { unread } = this.#box(number);
    const page: InboxText[] = [];
    for (const text of unread) {
      if (text.visibleAtMs > nowMs) continue;
      page.push(text);
      if (page.length === UNREAD_PAGE) break;
    }
    for (const text of page) unread.delete(text);
    return page;
  }

  /** Every text with a greater id, read or not; reading by id marks nothing. */
  after(number: string, id: bigint, nowMs: number): InboxText[] {
    const { all } = this.#box(number);
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((all[middle]?.id ?? 0n) > id) high = middle;
      else low = middle + 1;
    }
    return all.slice(low).filter((text) => text.visibleAtMs <= nowMs);
  }

  #box(number: string) {
    let box = this.#byNumber.get(number);
    if (!box) this.#byNumber.set(number, (box = { all: [], unread: new Set() }));
    return box;
  }
}
