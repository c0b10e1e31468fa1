import { NO_FILTER, type Filter } from './conversations.js';
import { Store } from './store.js';

/** The search and the filters. */
export const filter = new Store<Filter>(NO_FILTER);

export type DialogName = 'new-text' | 'clear' | 'shortcuts';

/** The dialog that is open; at most one is. */
export const dialog = new Store<DialogName | undefined>(undefined);

/** Numbers whose newest text came while another conversation was open. */
export const unseen = new Store<ReadonlySet<string>>(new Set());
