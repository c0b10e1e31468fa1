import { toInternational } from '../text/phone-number.js';
import type { AcceptedMessage } from './message.js';

/** Which messages are meant: by one of their ids, or all to one number. */
export type MessageSelector =
  { readonly serverId: string } | { readonly customerId: string } | { readonly recipient: string };

/** Every accepted message, oldest first, found by either id without a search. */
export class Messages {
  readonly all: AcceptedMessage[] = [];
  readonly #byServerId = new Map<string, AcceptedMessage>();
  readonly #byCustomerId = new Map<string, AcceptedMessage>();
  // The service lets a customerId be used again (READING row 12); apart, because it is rare.
  readonly #repeats = new Map<string, AcceptedMessage[]>();

  add(message: AcceptedMessage): void {
    const { serverId, customerId } = message;
    this.all.push(message);
    this.#byServerId.set(serverId, message);
    if (customerId === null) return;
    if (!this.#byCustomerId.has(customerId)) this.#byCustomerId.set(customerId, message);
    else if (!this.#repeats.get(customerId)?.push(message))
      this.#repeats.set(customerId, [message]);
  }

  withServerId(serverId: string): AcceptedMessage | undefined {
    return this.#byServerId.get(serverId);
  }

  withCustomerId(customerId: string): AcceptedMessage[] {
    const first = this.#byCustomerId.get(customerId);
    return first ? [first, ...(this.#repeats.get(customerId) ?? [])] : [];
  }

  /** A bare string is taken for a serverId, else for a customerId, else for a recipient. */
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
}
