import type { StatusRow } from '../api/api.types.js';
import { toDeliveryState } from '../api/delivery-state.js';
import type { DeliveryUpdate } from '../events/events.types.js';
import type { Followed, NewFollowed } from '../store/delivery-store.js';

/** Waits before each ask, in milliseconds; never empty. */
export type Ladder = readonly number[];

/** What one ask made clear of a followed message. */
export interface Judgement {
  /** What is to be announced; `undefined` where nothing has changed. */
  update?: DeliveryUpdate;
  /** What is to be remembered once that is done; `undefined`: it is followed no more. */
  next?: Followed;
}

/** What went wrong is tried again after these; then always after the last. */
const RETRY_WAITS_MS = [1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000];

const NO_PARTS = { total: 0, delivered: 0, undelivered: 0, unknown: 0 };

/** A message at the foot of its ladder. */
export function begin(
  message: Pick<NewFollowed, 'by' | 'id' | 'customerId' | 'startAt'>,
  ladder: Ladder,
): NewFollowed {
  return { ...message, dueAt: later(message.startAt, ladder[0]!) };
}

/**
 * What a row says of a message, and whether it goes on. One that the service does not know (yet)
 * climbs the ladder like all others.
 */
export function judge(
  followed: Followed,
  row: StatusRow | undefined,
  now: Date,
  ladder: Ladder,
): Judgement {
  const rung = followed.rung + 1;
  const isLast = rung >= ladder.length;
  // A row without a word says no more than no row.
  const word = row?.providerStatus || undefined;
  const state = row ? toDeliveryState(row.providerStatus, row.parts) : 'other';
  const isSettled = state === 'delivered' || state === 'failed';
  const isFinal = isSettled || isLast;
  const next = isFinal ? undefined : climb(followed, word, later(now, ladder[rung]!));
  if (next && next.announced === followed.announced) return { next };
  const update: DeliveryUpdate = {
    state: isSettled || !isFinal ? state : 'other',
    providerStatus: word ?? followed.announced ?? '',
    parts: row?.parts ?? NO_PARTS,
    final: isFinal,
    at: now,
  };
  const { by, id } = followed;
  const serverId = row?.serverId ?? (by === 'serverId' ? id : undefined);
  const customerId = row?.customerId ?? (by === 'customerId' ? id : followed.customerId);
  if (serverId !== undefined) update.serverId = serverId;
  if (customerId !== undefined) update.customerId = customerId;
  return { update, next };
}

function climb(followed: Followed, word: string | undefined, dueAt: Date): Followed {
  const { rung, announced } = followed;
  return { ...followed, rung: rung + 1, dueAt, announced: word ?? announced, failures: 0 };
}

/** Stays on its rung, because the service or a listener failed; asked again after growing waits. */
export function putOff(followed: Followed, now: Date, atLeastMs = 0): Followed {
  const waitMs = RETRY_WAITS_MS[Math.min(followed.failures, RETRY_WAITS_MS.length - 1)]!;
  return {
    ...followed,
    failures: followed.failures + 1,
    dueAt: later(now, Math.max(waitMs, atLeastMs)),
  };
}

/** What no `Date` can hold lies at the end of time: an invalid one could not be written down. */
const END_OF_TIME_MS = 8.64e15;

const later = (date: Date, ms: number) => new Date(Math.min(date.getTime() + ms, END_OF_TIME_MS));
