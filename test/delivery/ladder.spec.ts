import { describe, expect, it } from '@jest/globals';
import { begin, climb, putOff } from '../../lib/delivery/ladder.js';
import type { Followed } from '../../lib/store/delivery-store.js';
import { aFollowed, START as NOW } from './support/followed.js';

const LADDER = [10_000, 60_000, 300_000];
const in_ = (ms: number) => new Date(NOW.getTime() + ms);

describe('the ladder', () => {
  it('has a message asked for first when the first wait is over', () => {
    expect(begin({ by: 'serverId', id: 's1', startAt: NOW }, LADDER)).toEqual({
      by: 'serverId',
      id: 's1',
      startAt: NOW,
      dueAt: in_(10_000),
    });
  });

  it('ends at the end of time', () => {
    const [forever] = [Number.MAX_SAFE_INTEGER];
    const { dueAt } = begin({ by: 'serverId', id: 's1', startAt: NOW }, [forever]);
    expect(dueAt.getTime()).toBe(8.64e15);
  });

  it('is climbed a rung at a time, and a rung forgets what failed before', () => {
    expect(climb(aFollowed('s1', { failures: 3 }), 'Pending', NOW, LADDER)).toEqual({
      by: 'serverId',
      id: 's1',
      rung: 1,
      dueAt: in_(60_000),
      announced: 'Pending',
      failures: 0,
    });
  });

  it('keeps the last word where there is no new one', () => {
    const followed = aFollowed('s1', { rung: 1, announced: 'Pending' });
    expect(climb(followed, undefined, NOW, LADDER)).toMatchObject({
      announced: 'Pending',
      rung: 2,
    });
  });

  it.each([2, 7])('ends on rung %i, which may be one that a shorter ladder has lost', (rung) => {
    expect(climb(aFollowed('s1', { rung }), 'Pending', NOW, LADDER)).toBeUndefined();
  });
});

describe('a message whose ask or listener failed', () => {
  it('stays on its rung and waits longer each time, at last an hour', () => {
    let message: Followed = aFollowed('s1', { rung: 1, announced: 'Pending' });
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      message = { ...message, ...putOff(message, NOW) };
      waits.push((message.dueAt.getTime() - NOW.getTime()) / 1_000);
    }
    expect(waits).toEqual([1, 5, 30, 120, 600, 3_600, 3_600, 3_600]);
    expect(message).toMatchObject({ rung: 1, announced: 'Pending', failures: 8 });
  });

  it('waits as long as the service asked for', () => {
    expect(putOff(aFollowed('s1'), NOW, 60_000).dueAt).toEqual(in_(60_000));
    expect(putOff(aFollowed('s1', { failures: 5 }), NOW, 60_000).dueAt).toEqual(in_(3_600_000));
  });
});
