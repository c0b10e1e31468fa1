import { SENSITIVE } from './texts.js';

/** The simulator of every chaos run; it keeps so many requests for each message. */
export const serviceFor = (messages: number, seed: number, requestsKept: number) => ({
  seed,
  credit: Number.MAX_SAFE_INTEGER,
  requestLogLimit: requestsKept * messages,
  sensitiveWords: [SENSITIVE],
  dialect: { statusDelayMs: 200, scheduledStatus: 'absent' as const },
});

/** The client of every chaos run, in a hurry. */
export const CLIENT = {
  batchSize: 50,
  maxConcurrency: 8,
  timeoutMs: 1_000,
  settleMs: 500,
  sendDeadlineMs: 60_000,
  retry: { maxAttempts: 5, baseDelayMs: 20, maxDelayMs: 2_000 },
};
