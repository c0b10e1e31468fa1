import { NO_FILTER, type Filter } from './conversations.js';
import { Store } from './store.js';

/** What the reader looks for. */
export const filter = new Store<Filter>(NO_FILTER);

export type DialogName = 'new-text' | 'clear' | 'shortcuts';

/** The dialog that is open, one at a time. */
export const dialog = new Store<DialogName | undefined>(undefined);

/** Numbers whose newest text came while another conversation was open. */
export const unseen = new Store<ReadonlySet<string>>(new Set());
