import type { ArmedFault, FiredFault } from './faults/faults.js';
import type { Exchange } from './http/request-log.js';
import type { InboxText } from './state/inbox.js';
import type { AcceptedMessage } from './state/message.js';

export type Cleared = 'messages' | 'inbox' | 'conversations' | 'requests';

/** What happens in the simulator. */
export type Happening =
  | { readonly type: 'message.accepted' | 'message.changed'; readonly message: AcceptedMessage }
  | { readonly type: 'inbound.received' | 'inbound.read'; readonly text: InboxText }
  | { readonly type: 'fault.fired'; readonly fired: FiredFault; readonly fault: ArmedFault }
  | { readonly type: 'request.logged'; readonly exchange: Exchange }
  | { readonly type: 'clock.changed' | 'credit.changed' | 'dialect.changed' | 'faults.changed' }
  | { readonly type: 'cleared'; readonly what: Cleared }
  | { readonly type: 'reset'; readonly reason: 'reset' | 'import' };

type Reader = (happening: Happening) => void;

/** Tells whoever reads it what happens: the event stream and the state file. Nobody reads it in a plain test. */
export class Bulletin {
  readonly #readers = new Set<Reader>();

  post(happening: Happening): void {
    for (const reader of this.#readers) reader(happening);
  }

  read(reader: Reader): () => void {
    this.#readers.add(reader);
    return () => void this.#readers.delete(reader);
  }
}
