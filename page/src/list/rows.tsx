import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Rows drawn beyond either edge, so that a fast scroll shows no gap. */
const SPARE = 6;

interface RowsProps<T> {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly rowHeight: number;
  readonly label: string;
  /** The key of the row that is open. */
  readonly selected: string | undefined;
  readonly onSelect: (item: T) => void;
  readonly children: (item: T) => ComponentChildren;
}

/** A list of any length; only the rows in sight are drawn. All rows have the same height. */
export function Rows<T>(props: RowsProps<T>) {
  const { items, keyOf, rowHeight, label, selected, onSelect, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [{ top, height }, setView] = useState({ top: 0, height: 800 });
  /** The row that takes the focus once it is drawn. */
  const wanted = useRef<number | undefined>(undefined);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);

  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE);
  const end = Math.min(items.length, Math.ceil((top + height) / rowHeight) + SPARE);
  const drawn = items.slice(first, end);
  const selectedIndex = drawn.findIndex((item) => keyOf(item) === selected);
  // Tab reaches one row; the arrow keys move on from there.
  const reachable = selectedIndex >= 0 ? selectedIndex : 0;

  useLayoutEffect(() => {
    if (wanted.current === undefined) return;
    const row = list.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });

  const goTo = (index: number) => {
    const element = box.current;
    if (!element || items.length === 0) return;
    const target = Math.min(Math.max(index, 0), items.length - 1);
    wanted.current = target;
    const from = target * rowHeight;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = from + rowHeight - element.clientHeight;
    }
    // Also draws again when nothing had to be scrolled, and so moves the focus.
    setView({ top: element.scrollTop, height: element.clientHeight });
  };

  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const page = Math.max(1, Math.floor(height / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: page,
      PageUp: -page,
    };
    const step = steps[event.key];
    if (step !== undefined) goTo(index + step);
    else if (event.key === 'Home') goTo(0);
    else if (event.key === 'End') goTo(items.length - 1);
    else return;
    event.preventDefault();
  };

  return (
    <div class="rows" ref={box}>
      <ul
        ref={list}
        aria-label={label}
        // Some browsers do not expose a list without bullets as a list.
        role="list"
        style={{ height: `${items.length * rowHeight}px` }}
      >
        {drawn.map((item, offset) => {
          const index = first + offset;
          return (
            <li
              key={keyOf(item)}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={{ height: `${rowHeight}px`, transform: `translateY(${index * rowHeight}px)` }}
            >
              <button
                type="button"
                class="row"
                data-index={index}
                tabIndex={offset === reachable ? 0 : -1}
                aria-current={keyOf(item) === selected}
                onClick={() => onSelect(item)}
                onKeyDown={(event) => onKeyDown(event, index)}
              >
                {children(item)}
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
