import { describe, expect, it } from '@jest/globals';
import type { StatusRow } from '../../lib/api/api.types.js';
import { bearersOf, findingsOf } from '../../lib/delivery/findings.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { aFollowed, START } from './support/followed.js';

const LADDER = [10_000, 60_000];
const later = (ms: number) => new Date(START.getTime() + ms);
const row = (serverId: string, providerStatus = 'Send Successfully'): StatusRow => ({
  serverId,
  providerStatus,
  parts: { total: 1, delivered: 1, undelivered: 0, unknown: 0 },
});

describe('what an answer says of messages', () => {
  it('is a judgement of each that was answered, by its row or for want of one', () => {
    const messages = [aFollowed('a'), aFollowed('b')];
    const rows = new Map([
      ['a', [row('a')]],
      ['b', []],
    ]);
    const { findings, exchanges } = findingsOf(
      { by: 'serverId', messages },
      { rows, unreadable: new Map(), errors: [] },
      START,
      LADDER,
    );
    expect(findings).toMatchObject([
      { followed: { id: 'a' }, judgement: { update: { state: 'delivered', final: true } } },
      { followed: { id: 'b' }, judgement: { next: { rung: 1, dueAt: later(60_000) } } },
    ]);
    expect(exchanges).toEqual([]);
  });

  it('is that those without an answer are put off, for as long as the service asks', () => {
    const error = new PayamSmsTransportError('getStatus', {
      cause: undefined,
      retryAfterMs: 30_000,
    });
    const call = { by: 'serverId' as const, messages: [aFollowed('a')] };
    for (const [errors, waitMs] of [
      [[], 1_000],
      [[error], 30_000],
    ] as const) {
      const { findings } = findingsOf(
        call,
        { rows: new Map(), unreadable: new Map(), errors: [...errors] },
        START,
        LADDER,
      );
      expect(findings).toMatchObject([
        { judgement: { next: { rung: 0, failures: 1, dueAt: later(waitMs) } } },
      ]);
    }
  });

  it('is that one whose row cannot be read climbs as one that is not known does', () => {
    const unreadable = new Map([
      ['a', new PayamSmsUnexpectedAnswerError('getStatus', '[0]', 'expected an object')],
    ]);
    const { findings } = findingsOf(
      { by: 'serverId', messages: [aFollowed('a')] },
      { rows: new Map(), unreadable, errors: [] },
      START,
      LADDER,
    );
    expect(findings).toMatchObject([{ judgement: { next: { rung: 1, failures: 0 } } }]);
  });

  it('is who bears an id of the caller, to be followed each by itself and at once', () => {
    const followed = aFollowed('mine', { by: 'customerId', startAt: later(-5) });
    const rows = new Map([['mine', [row('s1'), row('s2')]]]);
    const call = { by: 'customerId' as const, messages: [followed] };
    const { findings, exchanges } = findingsOf(
      call,
      { rows, unreadable: new Map(), errors: [] },
      START,
      LADDER,
    );
    expect(findings).toEqual([]);
    expect(exchanges).toEqual([{ followed, serverIds: ['s1', 's2'] }]);
    const bearer = { by: 'serverId', customerId: 'mine', startAt: later(-5), dueAt: START };
    expect(bearersOf(exchanges, START)).toEqual([
      { ...bearer, id: 's1' },
      { ...bearer, id: 's2' },
    ]);
  });
});
