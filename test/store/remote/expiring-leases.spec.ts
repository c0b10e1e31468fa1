import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  ExpiringLeases,
  LEASE_MS,
  type LeaseRow,
  type Renewal,
} from '../../../lib/store/remote/expiring-leases.js';
import { INBOX, NUMBER, OTHER_INBOX } from '../../../lib/testing/store/samples.js';

/** A server that says yes to everything, until told otherwise. */
function aServer() {
  const rows = new Map<string, LeaseRow>();
  return {
    rows,
    renewal: { isHeld: true } as Renewal,
    take: jest.fn(async (row: LeaseRow, _inboxes: number) => {
      if (rows.has(row.name)) return false;
      rows.set(row.name, row);
      return true;
    }),
    renew: jest.fn(async function (this: { renewal: Renewal }, held: readonly LeaseRow[]) {
      return held.map(() => this.renewal);
    }),
    free: jest.fn(async ({ name }: LeaseRow) => {
      rows.delete(name);
    }),
  };
}

let server: ReturnType<typeof aServer>;
let leases: ExpiringLeases;

beforeEach(() => {
  jest.useFakeTimers();
  server = aServer();
  leases = new ExpiringLeases(server);
});
afterEach(() => {
  jest.useRealTimers();
});

const inboxOf = (n: number) => `inbox:${NUMBER}${n}` as const;
const seconds = (n: number) => jest.advanceTimersByTimeAsync(n * 1_000);

async function acquire(...names: Parameters<ExpiringLeases['acquire']>[1][]) {
  const acquired = await Promise.all(names.map((name) => leases.acquire('', name)));
  return acquired.map((lease) => lease!);
}

describe('a lease on a server', () => {
  it('holds as long as it is renewed, all of them by one request a second', async () => {
    const held = await acquire(INBOX, 'delivery');
    await seconds(60);
    expect(held.map((lease) => lease.isHeld())).toEqual([true, true]);
    expect(server.renew).toHaveBeenCalledTimes(60);
  });

  it('holds no more, by the clock, once the server could not be asked for its life', async () => {
    const [lease] = await acquire(INBOX);
    await seconds(10);
    server.renew.mockRejectedValue(new Error('away'));
    jest.advanceTimersByTime(LEASE_MS - 1);
    expect(lease!.isHeld()).toBe(true);
    jest.advanceTimersByTime(1);
    expect(lease!.isHeld()).toBe(false);
    expect(() => leases.fence('', INBOX, lease!, 'commit')).toThrow(/could not commit/);
  });

  it('counts its life from before the request, however late the answer comes', async () => {
    server.take.mockImplementation(async () => {
      jest.advanceTimersByTime(LEASE_MS);
      return true;
    });
    const [lease] = await acquire(INBOX);
    expect(lease!.isHeld()).toBe(false);
  });

  it('is not renewed twice at a time while an answer is late', async () => {
    await acquire(INBOX);
    server.renew.mockReturnValue(new Promise(() => {}));
    await seconds(10);
    expect(server.renew).toHaveBeenCalledTimes(1);
  });

  it('holds no more when the server says so', async () => {
    const [lease] = await acquire(INBOX);
    server.renewal = { isHeld: false };
    await seconds(1);
    expect(lease!.isHeld()).toBe(false);
  });

  it('is renewed no more once released, and released twice frees nothing of another', async () => {
    const [lease] = await acquire(INBOX);
    await lease!.release();
    await lease!.release();
    await seconds(5);
    expect([server.renew.mock.calls.length, server.free.mock.calls.length]).toEqual([0, 1]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives its fence for its own task and account alone', async () => {
    const [lease] = await acquire(INBOX);
    expect(leases.fence('', INBOX, lease!, 'commit')).toBe(server.rows.get(INBOX)!.fence);
    for (const [account, name] of [
      ['marketing', INBOX],
      ['', OTHER_INBOX],
    ] as const) {
      expect(() => leases.fence(account, name, lease!, 'commit')).toThrow(
        expect.objectContaining({ reason: 'lease-lost' }),
      );
    }
  });
});

describe('processes that share numbers', () => {
  it('tell the server how many inboxes they have when they ask for one', async () => {
    await acquire(inboxOf(1), inboxOf(2), 'delivery', 'balance');
    await leases.acquire('', inboxOf(3));
    expect(server.take.mock.lastCall![1]).toBe(2);
  });

  it('give one away to a process that has two fewer, and no other for a while', async () => {
    const held = await acquire(inboxOf(1), inboxOf(2), inboxOf(3), inboxOf(4), 'delivery');
    server.renewal = { isHeld: true, wantedBy: 0 };
    expect(held.map((lease) => lease.isWanted!())).not.toContain(true);
    await seconds(1);
    expect(held.map((lease) => lease.isWanted!())).toEqual([true, true, true, true, false]);
    await held[0]!.release();
    expect(held.map((lease) => lease.isWanted!())).not.toContain(true);
    await seconds(3);
    expect(held[1]!.isWanted!()).toBe(true);
  });

  it('keep theirs when the others have as many, or one fewer', async () => {
    const held = await acquire(inboxOf(1), inboxOf(2));
    for (const wantedBy of [1, 2, 7, undefined]) {
      server.renewal = { isHeld: true, wantedBy };
      await seconds(1);
      expect(held.map((lease) => lease.isWanted!())).toEqual([false, false]);
    }
  });
});
