import { Store } from './store.js';

export type View = 'messages' | 'requests' | 'controls';

/** What the reader looks at. The address holds it, so that a reload or a bookmark returns to it. */
export interface Place {
  readonly view: View;
  /** The number of the open conversation, or the id of the open request. */
  readonly open: string | undefined;
}

const VIEWS: ReadonlySet<string> = new Set<View>(['messages', 'requests', 'controls']);

export const place = new Store<Place>(readPlace(location.hash));

/** Changes the place; the browser's Back button returns to the one before. */
export function goTo(next: Place): void {
  const hash = writePlace(next);
  if (hash === location.hash) return;
  history.pushState(null, '', hash);
  place.set(next);
}

export function followAddress(): void {
  addEventListener('popstate', () => place.set(readPlace(location.hash)));
}

function readPlace(hash: string): Place {
  const [view = '', open] = hash.replace(/^#\/?/, '').split('/');
  if (!VIEWS.has(view)) return { view: 'messages', open: undefined };
  return { view: view as View, open: open ? decode(open) : undefined };
}

function writePlace({ view, open }: Place): string {
  return open === undefined ? `#/${view}` : `#/${view}/${encodeURIComponent(open)}`;
}

function decode(component: string): string {
  try {
    return decodeURIComponent(component);
  } catch {
    return component;
  }
}

/** The token after `#token=` in the address; it is removed from the address, so that the history does not keep it. */
export function takeToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(null, '', location.pathname);
  return token;
}
