import { Store } from './store.js';

const SHOWN_MS = 3_500;

export interface Notice {
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  /** Another one for each notice, also for two with the same words. */
  readonly id: number;
}

/** The notice that is shown, for a few seconds. */
export const notice = new Store<Notice | undefined>(undefined);

let count = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

export function notify(text: string, tone: Notice['tone'] = 'plain'): void {
  clearTimeout(timer);
  count += 1;
  notice.set({ text, tone, id: count });
  timer = setTimeout(() => notice.set(undefined), SHOWN_MS);
}
