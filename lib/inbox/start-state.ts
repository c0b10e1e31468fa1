import type { Logger } from '@nestjs/common';
import type { PayamSmsApi } from '../api/payamsms.api.js';
import type { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import type { InboxStart } from '../payamsms.background-options.js';
import type { InboxPosition, InboxStore } from '../store/inbox-store.js';
import type { DeadLetters } from './dead-letters.js';

/** Whether, and from where, a number is read. */
export type Start =
  | { readonly is: 'never started' }
  /** A destructive read was begun, and its answer never kept: up to 90 texts since then may be lost. */
  | { readonly is: 'intent open'; readonly since: Date }
  /** Reading is by id from here on, and marks no text read. */
  | { readonly is: 'started'; readonly cursor: string };

export interface StartOptions {
  number: string;
  startFrom: InboxStart;
  overlapMs: number;
}

export interface StartDependencies {
  api: Pick<PayamSmsApi, 'getInbox'>;
  store: InboxStore;
  deadLetters: Pick<DeadLetters, 'add'>;
  logger: Pick<Logger, 'warn'>;
  /** Aborted when the app ends. */
  stopping: LightAbortSignal;
}

export function startOf(position: InboxPosition | undefined, startFrom: InboxStart): Start {
  const { cursor, intendedAt } = position ?? {};
  // The intent of a lost answer is kept, so that `{ since }` can still recover what it held.
  if (intendedAt && (cursor === undefined || isSince(startFrom))) {
    return { is: 'intent open', since: intendedAt };
  }
  return cursor === undefined ? { is: 'never started' } : { is: 'started', cursor };
}

export const isSince = (start: InboxStart): start is { since: Date } =>
  typeof start === 'object' && 'since' in start;
