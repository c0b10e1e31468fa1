import { LightAbortSignal } from './light-abort-signal.js';

/** A signal made of others. */
export interface JoinedSignal {
  signal: LightAbortSignal;
  /** Stops listening to the others. */
  release: () => void;
}

/** Aborted once all of the signals are. */
export const allAborted = (signals: readonly LightAbortSignal[]): JoinedSignal =>
  joined(signals, () => signals.every(({ aborted }) => aborted));

/** Aborted once one of the signals is. */
export const anyAborted = (signals: readonly LightAbortSignal[]): JoinedSignal =>
  joined(signals, () => signals.some(({ aborted }) => aborted));

function joined(signals: readonly LightAbortSignal[], isAborted: () => boolean): JoinedSignal {
  const signal = new LightAbortSignal();
  const check = () => {
    if (isAborted()) signal.abort();
  };
  for (const one of signals) one.addEventListener('abort', check);
  check();
  const release = () => {
    for (const one of signals) one.removeEventListener('abort', check);
  };
  return { signal, release };
}
