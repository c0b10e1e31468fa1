import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import type { Lease, LeaseName } from '../../../lib/store/lease.js';
import type { AccountStore, PayamSmsStore } from '../../../lib/store/store.js';
import { isLong } from '../../../lib/api/compare-ids.js';

/** What a wrong store does in its own way; all else as it should be. */
export interface Wrongs {
  inbox?: Partial<AccountStore['inbox']>;
  delivery?: Partial<AccountStore['delivery']>;
  balance?: Partial<AccountStore['balance']>;
  acquire?: AccountStore['acquire'];
}

/** The right part of an account, and what a wrong one may remember. */
type Wrong = (right: AccountStore) => Wrongs;

/** A store in memory, but for what is wrong of each of its accounts. */
export function wrongStore(wrong: Wrong): PayamSmsStore {
  const right = new MemoryStore();
  const accounts = new Map<string, AccountStore>();
  return {
    survives: 'nothing',
    open: () => right.open(),
    close: () => right.close(),
    account(name) {
      const known = accounts.get(name);
      if (known) return known;
      const account = right.account(name);
      const { inbox, delivery, balance, acquire } = wrong(account);
      const made: AccountStore = {
        inbox: mixed(account.inbox, inbox),
        delivery: mixed(account.delivery, delivery),
        balance: mixed(account.balance, balance),
        acquire: acquire ?? ((lease) => account.acquire(lease)),
      };
      accounts.set(name, made);
      return made;
    },
  };
}

function mixed<T extends object>(right: T, wrong: Partial<T> = {}): T {
  return new Proxy(right, {
    get(target, key) {
      const value: unknown = Reflect.get(key in wrong ? wrong : target, key);
      return typeof value === 'function'
        ? (...args: unknown[]) =>
            Reflect.apply(value, key in wrong ? wrong : target, args) as unknown
        : value;
    },
  });
}

type Call = (lease: Lease, ...rest: never[]) => Promise<void>;

/** A call that never looks at its lease: it works under whichever one holds. */
function unfenced(part: 'inbox' | 'delivery' | 'balance', call: string): Wrong {
  return (right) => {
    const holders = new Map<LeaseName, Lease>();
    const acquire = async (name: LeaseName) => {
      const lease = await right.acquire(name);
      if (lease) holders.set(name, lease);
      return lease;
    };
    const work = async (_: Lease, ...rest: unknown[]) => {
      const name: LeaseName = part === 'inbox' ? `inbox:${rest[0] as string}` : part;
      const fresh = await right.acquire(name);
      const target = right[part] as unknown as Record<string, Call>;
      try {
        await target[call]!(fresh ?? holders.get(name)!, ...(rest as never[]));
      } finally {
        await fresh?.release();
      }
    };
    return { acquire, [part]: { [call]: work } };
  };
}

const rounded = (id: string) => (isLong(id) ? String(BigInt(Number(id))) : id);

const INBOX_CALLS = [
  'intend',
  'keepAnswer',
  'startAfter',
  'handled',
  'advance',
  'attempted',
  'addDeadLetter',
];

/** Each is one mistake that an author may make. */
export const WRONG_STORES: Record<string, Wrong> = {
  ...Object.fromEntries(
    INBOX_CALLS.map((call) => [`does not fence ${call}`, unfenced('inbox', call)]),
  ),
  'does not fence record': unfenced('delivery', 'record'),
  'does not fence setLow': unfenced('balance', 'setLow'),

  'gives a lease to two': (right) => ({
    acquire: async (name) =>
      (await right.acquire(name)) ?? {
        name,
        fence: 'two',
        isHeld: () => true,
        release: async () => {},
      },
  }),
  'has one lease for all numbers': (right) => ({
    acquire: (name) => right.acquire(name.startsWith('inbox:') ? 'inbox:982000123' : name),
  }),
  'gives every holder the same fence': (right) => ({
    acquire: async (name) => {
      const lease = await right.acquire(name);
      return lease && Object.assign(lease, { fence: 'fence' });
    },
  }),
  'never releases': (right) => ({
    acquire: async (name) => {
      const lease = await right.acquire(name);
      return lease && Object.assign(lease, { release: async () => {} });
    },
  }),
  'releases the lease of the next holder': (right) => {
    const last = new Map<LeaseName, Lease>();
    return {
      acquire: async (name) => {
        const lease = await right.acquire(name);
        if (!lease) return undefined;
        last.set(name, lease);
        return { ...lease, release: () => last.get(name)!.release() };
      },
    };
  },
  'says of every lease that it is held': (right) => ({
    acquire: async (name) => {
      const lease = await right.acquire(name);
      return lease && { ...lease, isHeld: () => true };
    },
  }),

  'takes ids for doubles when it looks for handled ones': ({ inbox }) => ({
    inbox: {
      unhandled: async (number, ids) => {
        const unhandled = new Set(await inbox.unhandled(number, ids.map(rounded)));
        return ids.filter((id) => unhandled.has(rounded(id)));
      },
    },
  }),
  'orders kept texts as words': ({ inbox }) => ({
    inbox: {
      kept: async (number, after, limit) =>
        (await inbox.kept(number, undefined, 99_999))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .filter(({ id }) => after === undefined || id > after)
          .slice(0, limit),
    },
  }),
  'gives the first page of kept texts again': ({ inbox }) => ({
    inbox: { kept: (number, after, limit) => inbox.kept(number, after && '0', limit) },
  }),
  'sorts unhandled ids': ({ inbox }) => ({
    inbox: { unhandled: async (...given) => (await inbox.unhandled(...given)).toSorted() },
  }),
  'takes only the first of several texts as handled': ({ inbox }) => ({
    inbox: { handled: (lease, number, ids) => inbox.handled(lease, number, ids.slice(0, 1)) },
  }),
  'takes texts as handled one by one': ({ inbox }) => ({
    inbox: {
      async handled(lease, number, ids) {
        for (const id of ids) await inbox.handled(lease, number, [id]);
      },
    },
  }),
  'keeps texts one by one': ({ inbox }) => ({
    inbox: {
      async keepAnswer(lease, number, texts) {
        await inbox.keepAnswer(lease, number, []);
        for (const one of texts) await inbox.keepAnswer(lease, number, [one]);
      },
    },
  }),
  'forgets kept texts when the cursor moves past them': ({ inbox }) => ({
    inbox: {
      async advance(lease, number, cursor) {
        await inbox.advance(lease, number, cursor);
        const [first] = await inbox.kept(number, undefined, 1);
        if (first) await inbox.handled(lease, number, [first.id]);
      },
    },
  }),
  'keeps what was given, and not a copy': ({ inbox }) => {
    const given = new Map<string, never>();
    return {
      inbox: {
        async keepAnswer(lease, number, texts) {
          for (const one of texts) given.set(one.id, one as never);
          await inbox.keepAnswer(lease, number, texts);
        },
        kept: async (...which) =>
          (await inbox.kept(...which)).map((one) => given.get(one.id) ?? one),
      },
    };
  },
  'moves the cursor back': ({ inbox }) => ({
    inbox: {
      advance: async (lease, number, cursor) =>
        (await inbox.position(number))?.cursor === undefined
          ? inbox.advance(lease, number, cursor)
          : inbox.startAfter(lease, number, cursor),
    },
  }),
  'starts by a move of the cursor': ({ inbox }) => ({
    inbox: {
      advance: async (lease, number, cursor) =>
        (await inbox.position(number))?.cursor === undefined
          ? inbox.startAfter(lease, number, cursor)
          : inbox.advance(lease, number, cursor),
    },
  }),
  'keeps the intent when its answer is kept': ({ inbox }) => ({
    inbox: {
      async keepAnswer(lease, number, texts) {
        const { intendedAt } = (await inbox.position(number)) ?? {};
        await inbox.keepAnswer(lease, number, texts);
        if (intendedAt) await inbox.intend(lease, number, intendedAt);
      },
    },
  }),
  'keeps the intent at a start': ({ inbox }) => ({
    inbox: {
      async startAfter(lease, number, id) {
        const { intendedAt } = (await inbox.position(number)) ?? {};
        await inbox.startAfter(lease, number, id);
        if (intendedAt) await inbox.intend(lease, number, intendedAt);
      },
    },
  }),
  'counts no attempt as an attempt': ({ inbox }) => ({
    inbox: {
      attempted: (lease, number, id, attempts) =>
        inbox.attempted(lease, number, id, Math.max(1, attempts)),
    },
  }),
  'cuts texts at a NUL': ({ inbox }) => ({
    inbox: {
      keepAnswer: (lease, number, texts) =>
        inbox.keepAnswer(
          lease,
          number,
          texts.map((one) => ({ ...one, body: one.body.split('\0')[0]! })),
        ),
    },
  }),
  'makes errors of dead letters well-formed': ({ inbox }) => ({
    inbox: {
      addDeadLetter: (lease, number, letter) =>
        inbox.addDeadLetter(lease, number, {
          ...letter,
          error: Buffer.from(letter.error).toString(),
        }),
    },
  }),
  'takes no dead letter as handled': ({ inbox }) => {
    const handled = new Set<string>();
    return {
      inbox: {
        handled: async (lease, number, ids) => {
          for (const id of ids) handled.add(id);
          await inbox.handled(lease, number, ids);
        },
        unhandled: async (number, ids) => {
          const unhandled = await inbox.unhandled(number, ids);
          const letters = (await inbox.deadLetters()).map(({ sms }) => sms.id);
          return ids.filter(
            (id) => unhandled.includes(id) || (letters.includes(id) && !handled.has(id)),
          );
        },
      },
    };
  },
  'forgets that an unreadable row was known when its dead letter is removed': ({ inbox }) => {
    const removed = new Set<string>();
    return {
      inbox: {
        async removeDeadLetter(id) {
          if (!isLong(id)) removed.add(id);
          return inbox.removeDeadLetter(id);
        },
        unhandled: async (number, ids) => {
          const unhandled = await inbox.unhandled(number, ids);
          return ids.filter((id) => unhandled.includes(id) || removed.has(id));
        },
      },
    };
  },
  'finds unannounced dead letters of all numbers': ({ inbox }) => ({
    inbox: {
      unannounced: async (_, limit) => {
        const found = await Promise.all(
          ['982000123', '982000456'].map((number) => inbox.unannounced(number, limit)),
        );
        return found.flat().slice(0, limit);
      },
    },
  }),
  'finds unannounced dead letters without a limit': ({ inbox }) => ({
    inbox: { unannounced: (number) => inbox.unannounced(number, 99_999) },
  }),
  'lists dead letters the newest first': ({ inbox }) => ({
    inbox: { deadLetters: async () => (await inbox.deadLetters()).toReversed() },
  }),
  'says of every dead letter that it was there to remove': ({ inbox }) => ({
    inbox: {
      async removeDeadLetter(id) {
        await inbox.removeDeadLetter(id);
        return true;
      },
    },
  }),

  'gives the message at the place again': ({ delivery }) => ({
    delivery: {
      due: (by, now, limit, after) =>
        delivery.due(by, now, limit, after && { ...after, id: after.id.slice(0, -1) }),
    },
  }),
  'passes all over that are due at the instant of the place': ({ delivery }) => ({
    delivery: {
      due: (by, now, limit, after) =>
        delivery.due(by, now, limit, after && { ...after, id: '\uffff\uffff\uffff' }),
    },
  }),
  'pages by a count of rows': ({ delivery }) => {
    let read = 0;
    return {
      delivery: {
        due: async (by, now, limit, after) => {
          read = after ? read + limit : 0;
          return (await delivery.due(by, now, 99_999)).slice(read, read + limit);
        },
      },
    };
  },
  'gives what is not due': ({ delivery }) => ({
    delivery: { due: (by, _, ...rest) => delivery.due(by, new Date('2100-01-01'), ...rest) },
  }),
  'takes the two kinds of ids for one': ({ delivery }) => ({
    delivery: {
      follow: (messages) =>
        delivery.follow(messages.map((one) => ({ ...one, by: 'serverId' as const }))),
      due: async (by, ...rest) =>
        (await delivery.due('serverId', ...rest)).map((one) => ({ ...one, by })),
    },
  }),
  'forgets the rung of what is followed again': ({ delivery }) => {
    const rungs = new Map<string, number>();
    return {
      delivery: {
        async follow(messages) {
          await delivery.follow(messages);
          for (const { id } of messages) rungs.set(id, 0);
        },
        async record(lease, changed, done) {
          await delivery.record(lease, changed, done);
          for (const { id, rung } of changed) rungs.set(id, rung);
        },
        due: async (...which) =>
          (await delivery.due(...which)).map((one) => ({ ...one, rung: rungs.get(one.id)! })),
      },
    };
  },
  'follows messages one by one': ({ delivery }) => ({
    delivery: {
      async follow(messages) {
        for (const one of messages) await delivery.follow([one]);
      },
    },
  }),
  'records changes and what is done in two steps': ({ delivery }) => ({
    delivery: {
      async record(lease, changed, done) {
        await delivery.record(lease, changed, []);
        await delivery.record(lease, [], done);
      },
    },
  }),
  'follows again what has changed': ({ delivery }) => ({
    delivery: {
      async record(lease, changed, done) {
        await delivery.follow(changed.map((one) => ({ ...one, startAt: one.dueAt })));
        await delivery.record(lease, changed, done);
      },
    },
  }),
  'keeps a state that a change leaves out': ({ delivery }) => {
    const states = new Map<string, string>();
    return {
      delivery: {
        async record(lease, changed, done) {
          await delivery.record(lease, changed, done);
          for (const { id, announced } of changed) if (announced) states.set(id, announced);
        },
        due: async (...which) =>
          (await delivery.due(...which)).map((one) => {
            const announced = one.announced ?? states.get(one.id);
            return announced === undefined ? one : { ...one, announced };
          }),
      },
    };
  },
  'knows no time but the present one': () => ({
    delivery: { latestTime: async (now) => now },
  }),
  'was never low': () => ({ balance: { wasLow: async () => false } }),
};
