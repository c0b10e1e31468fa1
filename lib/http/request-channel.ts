import { channel } from 'node:diagnostics_channel';
import { PayamSmsApiError } from '../errors/api.error.js';
import type { Operation } from '../provider/operation.js';

/** Published on `payamsms:request`, once an HTTP exchange has ended. */
export interface RequestEvent {
  operation: Operation;
  /** From leaving to the last byte, a repeat after a 401 included. */
  durationMs: number;
  /** The HTTP status, where there was an answer. */
  status?: number;
  /** The error's class, where there was none that could be used. */
  error?: string;
  /** The account's name; absent for the one without a name. */
  account?: string;
}

const requests = channel('payamsms:request');

/** What is known of an exchange before it begins. */
type Subject = Pick<RequestEvent, 'operation' | 'account'>;

/** Publishes how an exchange went; costs nothing while there are no subscribers. */
export function observed<T extends { status: number }>(
  subject: Subject,
  exchange: () => Promise<T>,
): Promise<T> {
  return requests.hasSubscribers ? published(subject, exchange) : exchange();
}

async function published<T extends { status: number }>(
  { operation, account }: Subject,
  exchange: () => Promise<T>,
): Promise<T> {
  const startedAtMs = performance.now();
  const publish = (outcome: Pick<RequestEvent, 'status' | 'error'>) => {
    const durationMs = performance.now() - startedAtMs;
    requests.publish({
      operation,
      durationMs,
      ...outcome,
      ...(account !== undefined && { account }),
    } satisfies RequestEvent);
  };
  try {
    const answer = await exchange();
    publish({ status: answer.status });
    return answer;
  } catch (error) {
    publish(failureOf(error));
    throw error;
  }
}

function failureOf(error: unknown): Pick<RequestEvent, 'status' | 'error'> {
  if (!(error instanceof Error)) return { error: 'unknown' };
  const { name, cause } = error;
  return cause instanceof PayamSmsApiError
    ? { error: name, status: cause.status }
    : { error: name };
}
