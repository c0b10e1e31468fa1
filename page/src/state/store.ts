import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** One value that changes as a whole, and the listeners to its changes. */
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

/** A selected part of a store's value; the component is drawn again only when that part changes. */
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
    const check = () => {
      if (!Object.is(select(store.value), drawn.current)) redraw();
    };
    // The value may have changed since the drawing.
    check();
    return store.subscribe(check);
  }, [store]);
  return selected;
}
