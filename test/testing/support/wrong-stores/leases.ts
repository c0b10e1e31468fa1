import { PayamSmsStoreError } from '../../../../lib/errors/store.error.js';
import type { Lease, LeaseName } from '../../../../lib/store/lease.js';
import type { Wrong } from './wrong-store.js';

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

const INBOX_CALLS = [
  'intend',
  'keepAnswer',
  'startAfter',
  'handled',
  'advance',
  'attempted',
  'addDeadLetter',
];

/** Asks the holder alone whether it has the lease: right as long as no holder is frozen. */
export const fencedByItsHolder: Wrong = (right) => {
  const latest = new Map<LeaseName, Lease>();
  const acquire = async (name: LeaseName) => {
    const lease = await right.acquire(name);
    if (!lease) return undefined;
    latest.set(name, lease);
    let isHeld = true;
    const release = async () => {
      isHeld = false;
      await lease.release();
    };
    return { ...lease, isHeld: () => isHeld, release };
  };
  const fenced = (part: 'inbox' | 'delivery' | 'balance', call: string) => {
    const work = async (lease: Lease, ...rest: never[]) => {
      if (!lease.isHeld()) throw new PayamSmsStoreError('lease-lost', call);
      const target = right[part] as unknown as Record<string, Call>;
      await target[call]!(latest.get(lease.name)!, ...rest);
    };
    return [call, work] as const;
  };
  return {
    acquire,
    inbox: Object.fromEntries(INBOX_CALLS.map((call) => fenced('inbox', call))),
    delivery: Object.fromEntries([fenced('delivery', 'record')]),
    balance: Object.fromEntries([fenced('balance', 'setLow')]),
  };
};

export const WRONG_LEASES: Record<string, Wrong> = {
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
};
