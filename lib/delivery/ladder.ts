import type { Followed, FollowedChange, NewFollowed } from '../store/delivery-store.js';

/** Waits before each ask, in milliseconds; never empty. */
export type Ladder = readonly number[];

/** What went wrong is tried again after these; then always after the last. */
const RETRY_WAITS_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000];

/** A message before the first wait of its ladder. */
export function begin(
  message: Pick<NewFollowed, 'by' | 'id' | 'customerId' | 'startAt'>,
  ladder: Ladder,
): NewFollowed {
  return { ...message, dueAt: later(message.startAt, ladder[0]!) };
}

/** On the next rung, the service's word remembered; `undefined` at the ladder's end. */
export function climb(
  { by, id, rung, announced }: Followed,
  word: string | undefined,
  now: Date,
  ladder: Ladder,
): FollowedChange | undefined {
  const waitMs = ladder[rung + 1];
  if (waitMs === undefined) return undefined;
  const dueAt = later(now, waitMs);
  return { by, id, dueAt, rung: rung + 1, announced: word ?? announced, failures: 0 };
}

/** Stays on its rung, because the service or a listener failed; asked again after growing waits. */
export function putOff(
  { by, id, rung, announced, failures }: Followed,
  now: Date,
  atLeastMs = 0,
): FollowedChange {
  const waitMs = RETRY_WAITS_MS[Math.min(failures, RETRY_WAITS_MS.length - 1)]!;
  const dueAt = later(now, Math.max(waitMs, atLeastMs));
  return { by, id, dueAt, rung, announced, failures: failures + 1 };
}

/** What no `Date` can hold lies at the end of time: an invalid one could not be stored. */
const END_OF_TIME_MS = 8.64e15;

const later = (date: Date, ms: number) => new Date(Math.min(date.getTime() + ms, END_OF_TIME_MS));
