import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { Heights, itemAt } from './heights.js';

/** How many pixels beyond either edge are drawn. */
const SPARE = 600;
/** Within this many pixels of its end a column counts as at the end, and stays there when items are added. */
const NEAR = 40;
const GUESS = 120;

interface ColumnProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly label: string;
  readonly children: (item: T, before: T | undefined) => ComponentChildren;
  /** Called with true when the end comes into sight, and with false when it goes. */
  readonly onEnd: (atEnd: boolean) => void;
}

/**
 * Items of any height, oldest on top; only those in sight are drawn. It opens at its end, stays there while items are
 * added, and does not jump when an item above is measured and is higher than was guessed.
 */
export function Column<T>({ items, keyOf, label, children, onEnd }: ColumnProps<T>) {
  const box = useRef<HTMLDivElement>(null);
  const heights = useRef(new Heights(GUESS));
  const atEnd = useRef(true);
  const view = useRef({ top: 0, height: 800, width: 0 });
  const [, redraw] = useReducer<number, void>((count) => count + 1, 0);

  const keys = useMemo(() => items.map(keyOf), [items]);
  const tops = heights.current.tops(keys);
  const total = tops[keys.length] ?? 0;
  const top = atEnd.current ? Math.max(0, total - view.current.height) : view.current.top;
  const first = itemAt(tops, top - SPARE);
  const end = Math.min(keys.length, itemAt(tops, top + view.current.height + SPARE) + 1);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const { scrollTop, clientHeight, clientWidth, scrollHeight } = element;
      // With another width, lines break at other places: all heights are measured again.
      if (clientWidth !== view.current.width) heights.current = new Heights(GUESS);
      const resized = clientHeight !== view.current.height;
      view.current = { top: scrollTop, height: clientHeight, width: clientWidth };
      // When the column gets lower, as when a phone's keyboard opens, its end stays in sight.
      const near = scrollTop + clientHeight >= scrollHeight - NEAR || (resized && atEnd.current);
      if (near !== atEnd.current) onEnd((atEnd.current = near));
      redraw();
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    let shift = 0;
    let changed = false;
    for (const row of element.querySelectorAll<HTMLElement>('[data-key]')) {
      const index = Number(row.dataset.index);
      const by = heights.current.measure(row.dataset.key ?? '', row.offsetHeight);
      if (by === 0) continue;
      changed = true;
      if ((tops[index] ?? 0) < view.current.top) shift += by;
    }
    if (atEnd.current) element.scrollTop = element.scrollHeight;
    else if (shift !== 0) element.scrollTop += shift;
    if (!changed) return;
    view.current.top = element.scrollTop;
    redraw();
  });

  return (
    // It scrolls, so it must be reachable by keyboard.
    <div class="column" ref={box} role="region" aria-label={label} tabIndex={0}>
      <div class="column-inside" style={{ height: `${total}px` }}>
        <div style={{ transform: `translateY(${tops[first] ?? 0}px)` }}>
          {items.slice(first, end).map((item, offset) => (
            <div
              key={keys[first + offset]}
              data-key={keys[first + offset]}
              data-index={first + offset}
            >
              {children(item, items[first + offset - 1])}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
