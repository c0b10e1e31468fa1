import { goTo, place, type View } from '../state/place.js';
import { dialog } from '../state/views.js';

/** By the key's place, so that a Persian keyboard has the same shortcuts. */
const VIEWS: Readonly<Record<string, View>> = {
  Digit1: 'messages',
  Digit2: 'requests',
  Digit3: 'controls',
};

export function followKeys(): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    // An open dialog has its own keys.
    if (dialog.value !== undefined) return;
    const isTyping = isField(event.target);
    if (event.key === 'Escape') goBack(event.target, isTyping);
    else if (isTyping || !act(event)) return;
    event.preventDefault();
  });
}

function act(event: KeyboardEvent): boolean {
  const view = VIEWS[event.code];
  if (view) show(view);
  else if (event.key === '?' || event.key === '؟') dialog.set('shortcuts');
  else if (event.code === 'Slash') search();
  else if (event.code === 'KeyN') dialog.set('new-text');
  else return false;
  return true;
}

function show(view: View): void {
  goTo({ view, open: undefined });
  if (view === 'controls') focusSoon('#controls button');
}

function search(): void {
  const box = document.querySelector<HTMLElement>('#search');
  // Focused at once if it is visible, so that the next characters go into it.
  if (box?.checkVisibility()) return box.focus();
  goTo({ view: 'messages', open: undefined });
  focusSoon('#search');
}

/** Leaves a field first, and only then closes what is open. */
function goBack(target: EventTarget | null, isTyping: boolean): void {
  if (isTyping && target instanceof HTMLElement) target.blur();
  const { view, open } = place.value;
  if (!isTyping && open !== undefined) {
    goTo({ view, open: undefined });
    focusSoon('.row[tabindex="0"]');
  }
}

/** After the next drawing, since the element may not exist yet. */
function focusSoon(selector: string): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus());
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select');
}
