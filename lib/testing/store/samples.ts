import type { InboundSms } from '../../api/api.types.js';
import type { Followed, FollowedChange, NewFollowed } from '../../store/delivery-store.js';
import type { DeadLetter } from '../../store/inbox-store.js';
import type { Lease, LeaseName } from '../../store/lease.js';
import type { AccountStore } from '../../store/store.js';

export const NUMBER = '982000123';
export const OTHER_NUMBER = '982000456';

/** The lease for the texts of {@link NUMBER}. */
export const INBOX = `inbox:${NUMBER}` as const;
export const OTHER_INBOX = `inbox:${OTHER_NUMBER}` as const;

/** The greatest id that there is, and two neighbours that are one number as doubles. */
export const GREATEST = '9223372036854775807';
export const BEYOND_DOUBLES = '9007199254740993';
export const NEXT_BEYOND_DOUBLES = '9007199254740994';

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

export const letter = (id: string, seconds = 0): DeadLetter => ({
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

/** As it is found, for as long as nothing has changed of it. */
export const followed = (of: NewFollowed): Followed => ({ ...of, rung: 0, failures: 0 });

export const change = (id: string, dueSeconds: number, rung = 1): FollowedChange => ({
  by: 'serverId',
  id,
  dueAt: at(dueSeconds),
  rung,
  failures: 0,
});

export async function leaseOf(account: AccountStore, name: LeaseName): Promise<Lease> {
  const lease = await account.acquire(name);
  if (!lease) throw new Error(`another one holds the lease ${name}`);
  return lease;
}

const fail = (): never => {
  throw new Error('this cannot be read, so that the step fails');
};

/** What cannot be read: its step must fail, and leave nothing of itself. */
export const unreadable = <T extends object>(of: T): T =>
  new Proxy(of, { get: fail, ownKeys: fail, getOwnPropertyDescriptor: fail });

/** The same for a list, of which only the last one cannot be read. */
export function endingUnreadable<T>(list: readonly T[]): T[] {
  return Object.defineProperty([...list], list.length - 1, { get: fail });
}

/** Words of any code units, the same ones in each run. */
export function oddWords(count: number): string[] {
  const units = [
    '\0',
    '\ud800',
    '\udfff',
    '\u0001json:',
    '😀',
    'ی',
    '\u200c',
    '"',
    "'",
    '\\',
    '\uffff',
  ];
  let state = 1;
  const next = (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(8) }, () =>
      next(2) === 0 ? units[next(units.length)]! : String.fromCharCode(next(0x1_0000)),
    ).join(''),
  );
}
