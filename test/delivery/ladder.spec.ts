import { describe, expect, it } from '@jest/globals';
import type { StatusRow } from '../../lib/api/api.types.js';
import { begin, judge, putOff } from '../../lib/delivery/ladder.js';
import type { Followed } from '../../lib/store/delivery-store.js';

const LADDER = [10_000, 60_000, 300_000];
const NOW = new Date('2030-01-01T00:00:00Z');
const in_ = (ms: number) => new Date(NOW.getTime() + ms);
const parts = { total: 1, delivered: 0, undelivered: 0, unknown: 1 };

const followed = (changes: Partial<Followed> = {}): Followed => ({
  by: 'serverId',
  id: 's1',
  customerId: 'c1',
  startAt: in_(-10_000),
  dueAt: NOW,
  rung: 0,
  failures: 0,
  ...changes,
});
const row = (providerStatus: string, changes: Partial<StatusRow> = {}): StatusRow => ({
  serverId: 's1',
  customerId: 'c1',
  providerStatus,
  parts,
  ...changes,
});
const judged = (changes: Partial<Followed>, its?: StatusRow) =>
  judge(followed(changes), its, NOW, LADDER);

describe('a followed message', () => {
  it('is asked for first when the first wait is over', () => {
    expect(begin({ by: 'serverId', id: 's1', startAt: NOW }, LADDER)).toEqual({
      by: 'serverId',
      id: 's1',
      startAt: NOW,
      dueAt: in_(10_000),
    });
  });

  it('is announced with its first word, and climbs', () => {
    expect(judged({}, row('Pending In Queue'))).toEqual({
      update: {
        serverId: 's1',
        customerId: 'c1',
        state: 'queued',
        providerStatus: 'Pending In Queue',
        parts,
        final: false,
        at: NOW,
      },
      next: followed({ rung: 1, dueAt: in_(60_000), announced: 'Pending In Queue' }),
    });
  });

  it('climbs in silence while its word stays', () => {
    expect(judged({ rung: 1, announced: 'Pending', failures: 3 }, row('Pending'))).toEqual({
      next: followed({ rung: 2, dueAt: in_(300_000), announced: 'Pending' }),
    });
  });

  it.each([
    ['Send Successfully', 'delivered'],
    ['Failed', 'failed'],
  ])('ends with %s', (word, state) => {
    const { update, next } = judged({ announced: 'Pending' }, row(word));
    expect(update).toMatchObject({ state, providerStatus: word, final: true });
    expect(next).toBeUndefined();
  });

  it('goes on with a word that the guide does not know', () => {
    const { update, next } = judged({}, row('At the operator'));
    expect(update).toMatchObject({ state: 'other', final: false });
    expect(next).toMatchObject({ announced: 'At the operator', rung: 1 });
  });

  it.each([
    ['Pending', row('Pending'), 'Pending', parts],
    ['no row', undefined, 'Pending', { total: 0, delivered: 0, undelivered: 0, unknown: 0 }],
  ])('ends as other when the ladder does, at %s', (_, its, providerStatus, known) => {
    expect(judged({ rung: 2, announced: 'Pending' }, its)).toEqual({
      update: {
        serverId: 's1',
        customerId: 'c1',
        state: 'other',
        providerStatus,
        parts: known,
        final: true,
        at: NOW,
      },
    });
  });

  it('ends with a final word on the last rung, or on one that a shorter ladder has lost', () => {
    for (const rung of [2, 7]) {
      expect(judged({ rung }, row('Failed')).update).toMatchObject({
        state: 'failed',
        final: true,
      });
      expect(judged({ rung }, row('Pending')).update).toMatchObject({
        state: 'other',
        final: true,
      });
    }
  });

  it.each([
    ['has no row', undefined],
    ['has a row without a word', row('')],
  ])('climbs in silence while it %s', (_, its) => {
    expect(judged({ announced: 'Pending' }, its)).toEqual({
      next: followed({ rung: 1, dueAt: in_(60_000), announced: 'Pending' }),
    });
  });

  it('that was never found is told by the id it was followed by', () => {
    const mine = { by: 'customerId', id: 'mine', customerId: undefined, rung: 2 } as const;
    expect(judged(mine).update).toMatchObject({ customerId: 'mine', state: 'other', final: true });
    expect(judged(mine).update).not.toHaveProperty('serverId');
    expect(judged({ rung: 2, customerId: undefined }).update).not.toHaveProperty('customerId');
  });
});

describe('a message whose ask or listener failed', () => {
  it('stays on its rung and waits longer each time, at last an hour', () => {
    let message = followed({ rung: 1, announced: 'Pending' });
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      message = putOff(message, NOW);
      waits.push((message.dueAt.getTime() - NOW.getTime()) / 1_000);
    }
    expect(waits).toEqual([1, 5, 30, 120, 600, 3_600, 3_600, 3_600]);
    expect(message).toMatchObject({ rung: 1, announced: 'Pending', failures: 8 });
  });

  it('waits as long as the service asked for', () => {
    expect(putOff(followed(), NOW, 60_000).dueAt).toEqual(in_(60_000));
    expect(putOff(followed({ failures: 5 }), NOW, 60_000).dueAt).toEqual(in_(3_600_000));
  });
});
