import { toInternational } from '../text/phone-number.js';
import type { AcceptedMessage } from './message.js';

/** Messages by one of their ids, or all messages to one number. */
export type MessageSelector =
  { readonly serverId: string } | { readonly customerId: string } | { readonly recipient: string };

/** How many pruned messages a status call still finds: an app may ask for states for days. */
const REMAINS = 10_000;

/** The accepted messages, oldest first, indexed by both ids. */
export class Messages {
  readonly all: AcceptedMessage[] = [];
  /** Pruned messages, without their texts. */
  readonly remains: AcceptedMessage[] = [];
  prunedCount = 0;
  clearedCount = 0;
  readonly #most: number;
  readonly #byServerId = new Map<string, AcceptedMessage>();
  readonly #byCustomerId = new Map<string, AcceptedMessage>();
  // The service accepts a customerId more than once (READING row 12); in a map of their own, because they are rare.
  readonly #repeats = new Map<string, AcceptedMessage[]>();

  /** Keeps this many of the newest messages, and scheduled ones besides. */
  constructor(most: number) {
    this.#most = most;
  }

  get acceptedCount(): number {
    return this.all.length + this.prunedCount + this.clearedCount;
  }

  add(message: AcceptedMessage, nowMs: number): void {
    this.all.push(message);
    this.#index(message);
    if (this.all.length > this.#most) this.#prune(nowMs);
  }

  /** Adds a message that an earlier run has pruned. */
  addRemains(message: AcceptedMessage): void {
    this.remains.push(message);
    this.#index(message);
    if (this.remains.length > REMAINS) this.#forget(this.remains.shift());
  }

  /** Removes all messages; returns how many were kept. */
  clear(): number {
    const { length } = this.all;
    this.clearedCount += length;
    this.all.length = 0;
    this.remains.length = 0;
    for (const index of [this.#byServerId, this.#byCustomerId, this.#repeats]) index.clear();
    return length;
  }

  withServerId(serverId: string): AcceptedMessage | undefined {
    return this.#byServerId.get(serverId);
  }

  withCustomerId(customerId: string): AcceptedMessage[] {
    const first = this.#byCustomerId.get(customerId);
    return first ? [first, ...(this.#repeats.get(customerId) ?? [])] : [];
  }

  /** A string is a serverId, else a customerId, else a recipient. */
  select(selector: string | MessageSelector): AcceptedMessage[] {
    if (typeof selector !== 'string') return this.#matching(selector);
    const readings = [{ serverId: selector }, { customerId: selector }, { recipient: selector }];
    return readings.map((each) => this.#matching(each)).find((found) => found.length > 0) ?? [];
  }

  #matching(selector: MessageSelector): AcceptedMessage[] {
    if ('customerId' in selector) return this.withCustomerId(selector.customerId);
    if ('serverId' in selector) {
      const message = this.withServerId(selector.serverId);
      return message ? [message] : [];
    }
    const recipient = toInternational(selector.recipient);
    return this.all.filter((message) => message.recipient === recipient);
  }

  #index(message: AcceptedMessage): void {
    const { serverId, customerId } = message;
    this.#byServerId.set(serverId, message);
    if (customerId === null) return;
    if (!this.#byCustomerId.has(customerId)) this.#byCustomerId.set(customerId, message);
    else if (!this.#repeats.get(customerId)?.push(message))
      this.#repeats.set(customerId, [message]);
  }

  #prune(nowMs: number): void {
    const index = this.all.findIndex((message) => !message.isWaiting(nowMs));
    const [pruned] = index < 0 ? [] : this.all.splice(index, 1);
    if (!pruned) return;
    this.prunedCount += 1;
    this.#forget(pruned);
    this.addRemains(pruned.withoutBody());
  }

  #forget(message: AcceptedMessage | undefined): void {
    if (!message) return;
    const { serverId, customerId } = message;
    this.#byServerId.delete(serverId);
    if (customerId === null) return;
    const [first, ...rest] = this.withCustomerId(customerId).filter((each) => each !== message);
    if (first) this.#byCustomerId.set(customerId, first);
    else this.#byCustomerId.delete(customerId);
    if (rest.length > 0) this.#repeats.set(customerId, rest);
    else this.#repeats.delete(customerId);
  }
}
