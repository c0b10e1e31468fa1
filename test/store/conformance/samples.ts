import type { InboundSms } from '../../../lib/api/api.types.js';
import type { FailedText } from '../../../lib/store/inbox-store.js';
import type { NewFollowed } from '../../../lib/store/delivery-store.js';
import type { Duty, Lease, PayamSmsStore } from '../../../lib/store/store.js';

export const NUMBER = '982000123';
export const OTHER_NUMBER = '982000456';

/** The lease for the texts of {@link NUMBER}. */
export const INBOX = `inbox:${NUMBER}` as const;

const START_MS = Date.UTC(2026, 10, 20, 8);

/** Seconds after a fixed instant. */
export const at = (seconds: number): Date => new Date(START_MS + seconds * 1000);

export const text = (id: string, body = `text ${id}`): InboundSms => ({
  id,
  from: '989121234567',
  to: NUMBER,
  body,
  receivedAt: at(0),
});

export const failure = (id: string, seconds = 0): FailedText => ({
  sms: text(id),
  error: 'Error: no',
  attempts: 5,
  at: at(seconds),
});

export const message = (id: string, dueSeconds: number): NewFollowed => ({
  by: 'serverId',
  id,
  startAt: at(0),
  dueAt: at(dueSeconds),
});

export async function leaseOf(store: PayamSmsStore, duty: Duty): Promise<Lease> {
  const lease = await store.acquire(duty);
  if (!lease) throw new Error(`another holds ${duty}`);
  return lease;
}
