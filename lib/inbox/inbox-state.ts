import type { InboundSms } from '../api/api.types.js';
import type { Circuit } from './circuit-breaker.js';
import { isUsedUp, type RetryState } from './retry-state.js';

/** What is known of the texts of one number that are read and not handled. Nothing changes it in place. */
export interface InboxState {
  readonly maxAttempts: number;
  /** Those that have failed, in the order of ids. All but the last have used up their attempts. */
  readonly failed: readonly RetryState[];
  /** Those that were read, in the order of ids; the ones before `next` have had their turn. */
  readonly texts: readonly InboundSms[];
  readonly next: number;
  /** Whether the store has kept texts behind those that were read. */
  readonly hasMore: boolean;
  /** Which of `failed` has its turn now; `undefined` while it is the turn of `texts[next]`. */
  readonly retrying?: number;
  /** The listeners have handled the text in turn, and the store does not know it yet. */
  readonly isCommitDue: boolean;
  /** How often an earlier process saw a text fail: it is counted on when that text fails here. */
  readonly counted?: { readonly id: string; readonly count: number };
  /** When the last of `failed` is to be tried again. */
  readonly dueMs: number;
  /** The recoveries of the circuit up to which failures were forgiven. */
  readonly recoveries: number;
}

/** All that decides what is done next. */
export interface State {
  readonly inbox: InboxState;
  /** Of all numbers. */
  readonly circuit: Circuit;
}

/** @param recoveries of the circuit: what an earlier process counted, it counted after them */
export const emptyInbox = (maxAttempts: number, recoveries: number): InboxState => ({
  maxAttempts,
  failed: [],
  texts: [],
  next: 0,
  hasMore: false,
  isCommitDue: false,
  dueMs: -Infinity,
  recoveries,
});

/** What was read: the texts that are still to be handled, in the order of ids. */
export type TextsRead = Pick<InboxState, 'texts' | 'counted' | 'hasMore'>;

/** With what was read. What is known of texts that have failed stays known. */
export function withTexts(inbox: InboxState, { texts, counted, hasMore }: TextsRead): InboxState {
  const failed = new Set(inbox.failed.map(({ sms }) => sms.id));
  const others = failed.size === 0 ? texts : texts.filter(({ id }) => !failed.has(id));
  return { ...inbox, texts: others, next: 0, counted, hasMore };
}

/** The text whose turn it is; `undefined` when none is left. */
export function textInTurn({ failed, retrying, texts, next }: InboxState): InboundSms | undefined {
  return retrying === undefined ? texts[next] : failed[retrying]!.sms;
}

/** Whether all that was read is handled. */
export const isDone = (inbox: InboxState): boolean => inbox.failed.length === 0 && !hasNext(inbox);

/** Whether all that was read has had its turn, and no text needs to wait for another attempt of one before it. */
export const wantsMore = (inbox: InboxState): boolean => !hasNext(inbox) && mayGoOn(inbox);

/** Milliseconds until a text is to be tried. */
export const waitMs = (inbox: InboxState, nowMs: number): number =>
  hasNext(inbox) && mayGoOn(inbox) ? 0 : Math.max(0, inbox.dueMs - nowMs);

const hasNext = ({ next, texts }: InboxState): boolean => next < texts.length;

const mayGoOn = ({ failed, maxAttempts }: InboxState): boolean =>
  failed.every((retry) => isUsedUp(retry, maxAttempts));
