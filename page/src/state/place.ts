import { Store } from './store.js';

export type View = 'messages' | 'requests' | 'controls';

/** Where the reader is. It stands in the address, so that a reload or a bookmark comes back to it. */
export interface Place {
  readonly view: View;
  /** The number of the open conversation, or the id of the open request. */
  readonly open: string | undefined;
}

const VIEWS: ReadonlySet<string> = new Set<View>(['messages', 'requests', 'controls']);

export const place = new Store<Place>(readPlace(location.hash));

/** Goes somewhere; the browser's Back comes back from an opened conversation or request. */
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

/** The token that `#token=` in the address bears, taken out of it, so that nobody reads it over a shoulder or in the history. */
export function takeToken(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return undefined;
  history.replaceState(null, '', location.pathname);
  return token;
}
