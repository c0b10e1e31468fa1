import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** One value that changes as a whole, and whoever wants to know of it. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  update(changes: Partial<T>): void {
    this.set({ ...this.#value, ...changes });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** What is selected of a store's value; the component is drawn again only when that changes. */
export function useStore<T>(store: Store<T>): T;
export function useStore<T, S>(store: Store<T>, select: (value: T) => S): S;
export function useStore<T>(
  store: Store<T>,
  select: (value: T) => unknown = (value) => value,
): unknown {
  const [, redraw] = useReducer<number, void>((count) => count + 1, 0);
  const selected = select(store.value);
  const drawn = useRef(selected);
  drawn.current = selected;
  useLayoutEffect(() => {
    const look = () => {
      if (!Object.is(select(store.value), drawn.current)) redraw();
    };
    // It may have changed between the drawing and now.
    look();
    return store.subscribe(look);
  }, [store]);
  return selected;
}
