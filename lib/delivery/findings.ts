import type { StatusAnswers } from '../api/status-lookup.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import type { Followed, NewFollowed } from '../store/delivery-store.js';
import type { DueCall } from './due-calls.js';
import { judge, type Judgement, type Ladder, putOff } from './ladder.js';

/** What an answer says of a message. */
export interface Finding {
  followed: Followed;
  judgement: Judgement;
}

/** An id of the caller's, and the service's ids of the messages that bear it. */
export interface Exchange {
  followed: Followed;
  serverIds: readonly string[];
}

/** What the answer to a call says of its messages: of each one or the other. */
export function findingsOf(
  { by, messages }: DueCall,
  { rows: allRows, unreadable, errors: [error] }: StatusAnswers,
  now: Date,
  ladder: Ladder,
): { findings: Finding[]; exchanges: Exchange[] } {
  const retryAfterMs = error instanceof PayamSmsTransportError ? error.retryAfterMs : undefined;
  const findings: Finding[] = [];
  const exchanges: Exchange[] = [];
  for (const followed of messages) {
    const rows = allRows.get(followed.id);
    const serverIds = by === 'customerId' ? rows?.flatMap(({ serverId }) => serverId ?? []) : [];
    if (serverIds?.length) exchanges.push({ followed, serverIds });
    else {
      // One whose row cannot be read climbs as well: else it would be followed for ever.
      const isAnswered = rows !== undefined || unreadable.has(followed.id);
      const judgement = isAnswered
        ? judge(followed, rows?.[0], now, ladder)
        : { next: putOff(followed, now, retryAfterMs) };
      findings.push({ followed, judgement });
    }
  }
  return { findings, exchanges };
}

/**
 * The messages that bear ids of the caller's, followed by the service's from now on, each by its
 * own, and due at once.
 */
export function bearersOf(exchanges: readonly Exchange[], now: Date): NewFollowed[] {
  return exchanges.flatMap(({ followed: { id, startAt }, serverIds }) =>
    serverIds.map((serverId) => ({
      by: 'serverId' as const,
      id: serverId,
      customerId: id,
      startAt,
      dueAt: now,
    })),
  );
}
