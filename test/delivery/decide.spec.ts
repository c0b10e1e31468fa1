import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../lib/delivery/answer.js';
import { afterListeners, decide, replacementsOf } from '../../lib/delivery/decide.js';
import type { Followed } from '../../lib/store/delivery-store.js';
import { listenerFailure } from '../support/listener-failure.js';
import { aFollowed, aRow, NO_PARTS, START as NOW } from './support/followed.js';

const LADDER = [10_000, 60_000, 300_000];
/** By the system's clock. */
const AT = new Date('2029-12-31T00:00:00Z');
const in_ = (ms: number) => new Date(NOW.getTime() + ms);
const { parts } = aRow('Pending');

const followed = (changes: Partial<Followed> = {}) =>
  aFollowed('s1', { customerId: 'c1', startAt: in_(-10_000), ...changes });
const change = (changes: Partial<Followed>) => {
  const { by, id, dueAt, rung, announced, failures } = followed(changes);
  return { by, id, dueAt, rung, announced, failures };
};
const decided = (changes: Partial<Followed>, answer: Answer) =>
  decide(followed(changes), answer, { now: NOW, at: AT, ladder: LADDER });
const answered = (...rows: ReturnType<typeof aRow>[]): Answer => ({ status: 'answered', rows });
const emission = (state: string, final: boolean) => ({
  action: 'emit',
  update: { state, final, at: AT },
});

describe('what an answer means for a followed message', () => {
  it('is that its first word is emitted, and then it climbs', () => {
    expect(decided({}, answered(aRow('Pending In Queue')))).toEqual({
      action: 'emit',
      update: {
        serverId: 's1',
        customerId: 'c1',
        state: 'queued',
        providerStatus: 'Pending In Queue',
        parts,
        final: false,
        at: AT,
      },
      next: change({ rung: 1, dueAt: in_(60_000), announced: 'Pending In Queue' }),
    });
  });

  const climbed = { rung: 1, dueAt: in_(60_000), announced: 'Pending' };
  it.each<[string, Answer]>([
    ['its word stays', answered(aRow('Pending'))],
    ['it has no row', answered()],
    ['it has a row without a word', answered(aRow(''))],
    ['its row cannot be read', { status: 'unreadable' }],
  ])('is that it climbs in silence while %s', (_, answer) => {
    expect(decided({ announced: 'Pending', failures: 3 }, answer)).toEqual({
      action: 'write',
      next: change(climbed),
    });
  });

  it.each([
    ['Send Successfully', 'delivered'],
    ['Failed', 'failed'],
  ])('is that it ends with %s, on whatever rung', (word, state) => {
    for (const rung of [0, 2, 7]) {
      const decision = decided({ rung, announced: 'Pending' }, answered(aRow(word)));
      expect(decision).toMatchObject({
        ...emission(state, true),
        update: { providerStatus: word },
      });
      expect(decision).toHaveProperty('next', undefined);
    }
  });

  it('is that it goes on with a word that the guide does not know', () => {
    expect(decided({}, answered(aRow('At the operator')))).toMatchObject({
      ...emission('other', false),
      next: { announced: 'At the operator', rung: 1 },
    });
  });

  it.each<[string, Answer, string, object]>([
    ['Pending', answered(aRow('Pending')), 'Pending', parts],
    ['no row', answered(), 'Pending', NO_PARTS],
    ['a row that cannot be read', { status: 'unreadable' }, 'Pending', NO_PARTS],
  ])('is that it ends as other when the ladder does, at %s', (_, answer, providerStatus, known) => {
    for (const rung of [2, 7]) {
      expect(decided({ rung, announced: 'Pending' }, answer)).toEqual({
        action: 'emit',
        update: {
          serverId: 's1',
          customerId: 'c1',
          state: 'other',
          providerStatus,
          parts: known,
          final: true,
          at: AT,
        },
        next: undefined,
      });
    }
  });

  it('is emitted with the id it was followed by where it was never found', () => {
    const mine = decided(
      { by: 'customerId', id: 'mine', customerId: undefined, rung: 2 },
      answered(),
    );
    expect(mine).toMatchObject({ update: { customerId: 'mine', state: 'other', final: true } });
    expect(mine).not.toHaveProperty('update.serverId');
    expect(decided({ rung: 2, customerId: undefined }, answered())).not.toHaveProperty(
      'update.customerId',
    );
  });

  it.each<[string, Answer, number]>([
    ['a while', { status: 'unanswered' }, 1_000],
    ['as long as the service asks', { status: 'unanswered', retryAfterMs: 30_000 }, 30_000],
  ])('is that without one it is put off for %s', (_, answer, waitMs) => {
    expect(decided({}, answer)).toEqual({
      action: 'write',
      next: change({ failures: 1, dueAt: in_(waitMs) }),
    });
  });

  it('is that an id of the caller is replaced by those of its messages', () => {
    const mine = followed({ by: 'customerId', id: 'mine', customerId: undefined });
    const rows = answered(aRow('Pending', { serverId: 's1' }), aRow('Failed', { serverId: 's2' }));
    const serverIds = ['s1', 's2'];
    expect(decide(mine, rows, { now: NOW, at: AT, ladder: LADDER })).toEqual({
      action: 'replace',
      serverIds,
    });
    const replacement = { by: 'serverId', customerId: 'mine', startAt: in_(-10_000), dueAt: NOW };
    expect(replacementsOf(mine, serverIds, NOW)).toEqual([
      { ...replacement, id: 's1' },
      { ...replacement, id: 's2' },
    ]);
  });
});

describe('what the end of its listeners means for a message', () => {
  const next = change({ rung: 1, dueAt: in_(60_000), announced: 'Pending' });

  it.each([
    ['that it goes on as was decided', next],
    ['that it is followed no more', undefined],
  ])('%s, where all resolved', (_, decidedNext) => {
    expect(afterListeners(followed(), decidedNext, [], NOW)).toEqual(decidedNext);
  });

  it('that it is put off on its old rung, where one failed', () => {
    for (const decidedNext of [next, undefined]) {
      expect(
        afterListeners(followed(), decidedNext, [listenerFailure(new Error('no'))], NOW),
      ).toEqual(change({ failures: 1, dueAt: in_(1_000) }));
    }
  });
});
