import type { StatusRow } from '../api/api.types.js';
import { toDeliveryState } from '../api/delivery-state.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import type { DeliveryUpdate } from '../events/events.types.js';
import type { Followed, FollowedChange, NewFollowed } from '../store/delivery-store.js';
import type { Answer } from './answer.js';
import { climb, type Ladder, putOff } from './ladder.js';

/** What an answer means for a followed message. */
export type Decision =
  /** Emitted first; what is to be written follows from how its listeners end: {@link afterListeners}. */
  | { action: 'emit'; update: DeliveryUpdate; next: FollowedChange | undefined }
  /** Nothing new: it only goes on. */
  | { action: 'write'; next: FollowedChange }
  /** It was followed by an id of the caller's: from now on its messages are, by the service's ids. */
  | { action: 'replace'; serverIds: readonly string[] };

export interface DecisionContext {
  /** By the clock that messages fall due by. */
  now: Date;
  /** The same instant by the system's clock. */
  at: Date;
  ladder: Ladder;
}

const NO_PARTS = { total: 0, delivered: 0, undelivered: 0, unknown: 0 };

export function decide(followed: Followed, answer: Answer, context: DecisionContext): Decision {
  switch (answer.status) {
    case 'unanswered': {
      const next = putOff(followed, context.now, answer.retryAfterMs);
      return { action: 'write', next };
    }
    case 'unreadable':
      // It climbs as well: else it would be followed for ever.
      return decideByRow(followed, undefined, context);
    case 'answered': {
      const { rows } = answer;
      const serverIds = followed.by === 'customerId' ? serverIdsOf(rows) : [];
      if (serverIds.length > 0) return { action: 'replace', serverIds };
      return decideByRow(followed, rows[0], context);
    }
  }
}

/** What is to be written after an emission; `undefined`: it is followed no more. */
export function afterListeners(
  followed: Followed,
  next: FollowedChange | undefined,
  failures: readonly ListenerFailure[],
  now: Date,
): FollowedChange | undefined {
  return failures.length === 0 ? next : putOff(followed, now);
}

/** The messages that have an id of the caller's, each followed by its own id, and due at once. */
export function replacementsOf(
  { id, startAt }: Followed,
  serverIds: readonly string[],
  now: Date,
): NewFollowed[] {
  return serverIds.map((serverId) => ({
    by: 'serverId',
    id: serverId,
    customerId: id,
    startAt,
    dueAt: now,
  }));
}

const serverIdsOf = (rows: readonly StatusRow[]) => rows.flatMap(({ serverId }) => serverId ?? []);

/** @param row absent for one that the service does not know (yet): it climbs like all others */
function decideByRow(
  followed: Followed,
  row: StatusRow | undefined,
  { now, at, ladder }: DecisionContext,
): Decision {
  // A row without a word says no more than no row.
  const word = row?.providerStatus || undefined;
  const state = row ? toDeliveryState(row.providerStatus, row.parts) : 'other';
  const isSettled = state === 'delivered' || state === 'failed';
  const next = isSettled ? undefined : climb(followed, word, now, ladder);
  if (next && next.announced === followed.announced) return { action: 'write', next };
  const update: DeliveryUpdate = {
    state: isSettled || next ? state : 'other',
    providerStatus: word ?? followed.announced ?? '',
    parts: row?.parts ?? NO_PARTS,
    final: !next,
    at,
  };
  const { by, id } = followed;
  const serverId = row?.serverId ?? (by === 'serverId' ? id : undefined);
  const customerId = row?.customerId ?? (by === 'customerId' ? id : followed.customerId);
  if (serverId !== undefined) update.serverId = serverId;
  if (customerId !== undefined) update.customerId = customerId;
  return { action: 'emit', update, next };
}
