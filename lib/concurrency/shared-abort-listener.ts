type Listener = () => void;

/** The listeners of each signal, behind one listener of the signal itself. */
const listenersOf = new WeakMap<AbortSignal, { listeners: Set<Listener>; fire: Listener }>();

/**
 * Listens to an abort signal that many sends may share: Node warns of a leak when a signal has more
 * than ten listeners of its own.
 *
 * @returns how to stop listening
 */
export function onAbort(signal: AbortSignal, listener: Listener): () => void {
  let shared = listenersOf.get(signal);
  if (!shared) {
    const listeners = new Set<Listener>();
    const fire = () => {
      // A listener that another one has removed meanwhile is not called: a set's loop skips it.
      for (const each of listeners) each();
    };
    shared = { listeners, fire };
    listenersOf.set(signal, shared);
  }
  const { listeners, fire } = shared;
  if (listeners.size === 0) signal.addEventListener('abort', fire);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) signal.removeEventListener('abort', fire);
  };
}
