import type { SimulatedMessage } from './state/message.js';
import { foldPersian } from './text/persian.js';
import { toInternational } from './text/phone-number.js';

/** Which messages fit; a field that is left out allows any value. */
export interface MessageQuery {
  /** However it is written: `0912...`, `+98912...`, `۰۹۱۲...`. */
  readonly recipient?: string;
  /** However it is written. */
  readonly sender?: string;
  readonly customerId?: string;
  /** A part of the text, or a pattern for it. ي and ی, ك and ک, and all digits count as the same. */
  readonly body?: string | RegExp;
}

export function toMatcher(query: MessageQuery): (message: SimulatedMessage) => boolean {
  const recipient = query.recipient && toInternational(query.recipient);
  const sender = query.sender && toInternational(query.sender);
  const matchesBody = bodyMatcher(query.body ?? '');
  return (message) =>
    (recipient === undefined || message.recipient === recipient) &&
    (sender === undefined || message.sender === sender) &&
    (query.customerId === undefined || message.customerId === query.customerId) &&
    matchesBody(message.body);
}

function bodyMatcher(wanted: string | RegExp): (body: string) => boolean {
  if (typeof wanted === 'string') {
    const folded = foldPersian(wanted);
    return (body) => foldPersian(body).includes(folded);
  }
  // search() always starts at 0; test() with a global pattern would start where the last match ended.
  const pattern = new RegExp(foldPersian(wanted.source), wanted.flags);
  return (body) => body.search(wanted) >= 0 || foldPersian(body).search(pattern) >= 0;
}
