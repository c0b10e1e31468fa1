import type { StatusRow } from '../api/api.types.js';
import type { StatusAnswers } from '../api/status-lookup.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';

/** What the service answered of one followed message. */
export type Answer =
  /** Without rows where the service does not know it (yet). */
  | { readonly status: 'answered'; readonly rows: readonly StatusRow[] }
  /** Its row cannot be read. */
  | { readonly status: 'unreadable' }
  /** The call failed. */
  | { readonly status: 'unanswered'; readonly retryAfterMs?: number };

const UNREADABLE: Answer = { status: 'unreadable' };

/** What a call's answer says of one of its ids. */
export function answerOf(id: string, { rows, unreadable, errors }: StatusAnswers): Answer {
  const its = rows.get(id);
  if (its) return { status: 'answered', rows: its };
  if (unreadable.has(id)) return UNREADABLE;
  const [error] = errors;
  const retryAfterMs = error instanceof PayamSmsTransportError ? error.retryAfterMs : undefined;
  return { status: 'unanswered', ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
