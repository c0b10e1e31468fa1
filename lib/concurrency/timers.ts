/** The longest wait that a timer of Node can hold, some 24 days: a longer one would fire at once. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** Resolves once the event loop has had its turn: timers, sockets and all else that is ready. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
