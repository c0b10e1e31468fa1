import { beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { InboxStore } from '../../../lib/store/inbox-store.js';
import type { Lease } from '../../../lib/store/store.js';
import type { Stores } from '../conformance.js';
import { at, failure, INBOX, leaseOf, NUMBER, OTHER_NUMBER, text } from './samples.js';

const GREATEST = '9223372036854775807';
const BEYOND_DOUBLES = '9007199254740993';

export function keepsTheInbox(stores: Stores): void {
  let inbox: InboxStore;
  let lease: Lease;
  let otherLease: Lease;

  beforeEach(async () => {
    ({ inbox } = stores.store);
    lease = await leaseOf(stores.store, INBOX);
    otherLease = await leaseOf(stores.store, `inbox:${OTHER_NUMBER}`);
  });

  const waiting = async () => (await inbox.position(NUMBER))?.waiting.map(({ id }) => id);
  const attempts = async () => (await inbox.position(NUMBER))?.attempts;
  const handled = async () => [...((await inbox.position(NUMBER))?.handled ?? [])];

  it('knows nothing of a number that was never started', async () => {
    await inbox.startAfter(lease, NUMBER, '0');
    expect(await inbox.position(OTHER_NUMBER)).toBeUndefined();
    expect(await inbox.position(NUMBER)).toEqual({
      askAfter: '0',
      handled: new Map(),
      waiting: [],
    });
  });

  it('keeps every code unit of every text', async () => {
    const units = fc.string({
      unit: fc.oneof(
        fc.string({ maxLength: 1 }),
        fc.constantFrom('\0', '\ud800', '\udfff', '\u0001json:', '😀', 'ی'),
      ),
      maxLength: 8,
    });
    const row = fc.record({ from: units, body: units, error: units });
    await fc.assert(
      fc.asyncProperty(row, async ({ from, body, error }) => {
        const sms = { ...text('5', body), from };
        await inbox.keepAnswer(lease, NUMBER, [sms]);
        expect((await inbox.position(NUMBER))!.waiting).toEqual([sms]);
        await inbox.setAside(otherLease, OTHER_NUMBER, { sms, error, attempts: 1, at: at(1) });
        expect(await inbox.failed()).toMatchObject([{ sms, error }]);
      }),
      { numRuns: 50 },
    );
  });

  it('takes texts set aside whose id is no number of 64 bits', async () => {
    await inbox.startAfter(lease, NUMBER, '5');
    const ids = ['9223372036854775808', 'unreadable-01', 'a\0b', '7'];
    for (const id of ids) await inbox.setAside(lease, NUMBER, failure(id));
    expect((await inbox.failed()).map(({ sms }) => sms.id).toSorted()).toEqual(ids.toSorted());
    expect([...(await inbox.position(NUMBER))!.handled.keys()]).toEqual(['7']);
    for (const id of ids) await inbox.announced(id);
    expect(await inbox.unannounced()).toEqual([]);
    await inbox.failedAgain('unreadable-01', 'Error: again', 3);
    expect(await inbox.failed()).toContainEqual(expect.objectContaining({ error: 'Error: again' }));
    for (const id of ids) expect(await inbox.forget(id)).toBe(true);
    for (const id of ids) expect(await inbox.forget(id)).toBe(false);
    expect(await inbox.failed()).toEqual([]);
    await inbox.announced('unreadable-01');
    expect(await inbox.failed()).toEqual([]);
    await inbox.trail(lease, NUMBER, '7');
    expect(await inbox.position(NUMBER)).toMatchObject({ askAfter: '7' });
  });

  it('knows which ids that are no numbers of 64 bits were set aside, forgotten or not', async () => {
    const ids = ['9223372036854775808', 'unreadable-01', 'a\0b'];
    for (const id of ids) {
      expect(await inbox.wasSetAside(id)).toBe(false);
      await inbox.setAside(lease, NUMBER, failure(id));
      expect(await inbox.wasSetAside(id)).toBe(true);
      await inbox.forget(id);
      expect(await inbox.wasSetAside(id)).toBe(true);
    }
    await inbox.setAside(lease, NUMBER, failure('unreadable-01'));
    expect(await inbox.failed()).toEqual([failure('unreadable-01')]);
  });

  it('keeps each number apart', async () => {
    await inbox.startAfter(lease, NUMBER, '10');
    await inbox.startAfter(otherLease, OTHER_NUMBER, '20');
    await inbox.handled(lease, NUMBER, '30', at(1));
    await inbox.keepAnswer(otherLease, OTHER_NUMBER, [text('30')]);
    expect(await waiting()).toEqual([]);
    expect(await inbox.position(OTHER_NUMBER)).toMatchObject({
      askAfter: '20',
      handled: new Map(),
      waiting: [{ id: '30' }],
    });
  });

  describe('a destructive read', () => {
    it('is remembered until its answer is kept', async () => {
      await inbox.intend(lease, NUMBER, at(7));
      expect(await inbox.position(NUMBER)).toEqual({
        intendedAt: at(7),
        handled: new Map(),
        waiting: [],
      });
      await inbox.keepAnswer(lease, NUMBER, []);
      expect(await inbox.position(NUMBER)).not.toHaveProperty('intendedAt');
    });

    it('is taken back by a start', async () => {
      await inbox.intend(lease, NUMBER, at(7));
      await inbox.startAfter(lease, NUMBER, '5');
      expect(await inbox.position(NUMBER)).not.toHaveProperty('intendedAt');
    });

    it('leaves whole texts that wait, in the order of their ids', async () => {
      await inbox.keepAnswer(lease, NUMBER, [text('10', 'سلام «۱»'), text('9')]);
      await inbox.keepAnswer(lease, NUMBER, [text(GREATEST), text(BEYOND_DOUBLES)]);
      const position = await inbox.position(NUMBER);
      expect(position?.waiting).toEqual([
        text('9'),
        text('10', 'سلام «۱»'),
        text(BEYOND_DOUBLES),
        text(GREATEST),
      ]);
    });

    it('does not bring back a text that was handled', async () => {
      await inbox.handled(lease, NUMBER, '9', at(1));
      await inbox.keepAnswer(lease, NUMBER, [text('9'), text('10')]);
      expect(await waiting()).toEqual(['10']);
    });
  });

  describe('a handled text', () => {
    it('is remembered by its time, and waits no more', async () => {
      await inbox.keepAnswer(lease, NUMBER, [text('9'), text(BEYOND_DOUBLES)]);
      await inbox.handled(lease, NUMBER, BEYOND_DOUBLES, at(3));
      expect(await waiting()).toEqual(['9']);
      expect(await handled()).toEqual([[BEYOND_DOUBLES, at(3)]]);
    });

    it('may be handled again, later', async () => {
      await inbox.handled(lease, NUMBER, '9', at(3));
      await inbox.handled(lease, NUMBER, '9', at(4));
      expect(await handled()).toEqual([['9', at(4)]]);
    });

    it('is no more than remembered by a start before it, and forgotten by one after it', async () => {
      await inbox.handled(lease, NUMBER, '9', at(3));
      await inbox.startAfter(lease, NUMBER, '8');
      expect(await handled()).toHaveLength(1);
      await inbox.startAfter(lease, NUMBER, '9');
      expect(await handled()).toEqual([]);
    });
  });

  describe('the trail', () => {
    beforeEach(async () => {
      await inbox.startAfter(lease, NUMBER, '5');
      await inbox.handled(lease, NUMBER, '99', at(1));
      await inbox.handled(lease, NUMBER, '100', at(2));
      await inbox.handled(lease, NUMBER, '98', at(3));
      await inbox.handled(lease, NUMBER, '101', at(4));
    });

    it('moves to an id, and forgets what lies below', async () => {
      await inbox.trail(lease, NUMBER, '100');
      expect(await inbox.position(NUMBER)).toMatchObject({ askAfter: '100' });
      expect(await handled()).toEqual([['101', at(4)]]);
    });

    it('stays where it is asked to', async () => {
      await inbox.trail(lease, NUMBER, '5');
      expect(await inbox.position(NUMBER)).toMatchObject({ askAfter: '5' });
      expect(await handled()).toHaveLength(4);
    });

    it('never moves back', async () => {
      await inbox.startAfter(lease, NUMBER, '200');
      await inbox.handled(lease, NUMBER, '150', at(1));
      await inbox.trail(lease, NUMBER, '150');
      expect(await inbox.position(NUMBER)).toMatchObject({ askAfter: '200' });
    });

    it('leaves what waits', async () => {
      await inbox.keepAnswer(lease, NUMBER, [text('97'), text('99')]);
      await inbox.trail(lease, NUMBER, '101');
      expect(await waiting()).toEqual(['97']);
    });

    it('does nothing before the start', async () => {
      await inbox.handled(otherLease, OTHER_NUMBER, '7', at(1));
      await inbox.trail(otherLease, OTHER_NUMBER, '7');
      expect(await inbox.position(OTHER_NUMBER)).toEqual({
        handled: new Map([['7', at(1)]]),
        waiting: [],
      });
    });
  });

  describe('failures', () => {
    it('are counted for the text that failed last', async () => {
      await inbox.attempted(lease, NUMBER, BEYOND_DOUBLES, 2);
      expect(await attempts()).toEqual({ id: BEYOND_DOUBLES, count: 2 });
      await inbox.attempted(lease, NUMBER, '9', 1);
      expect(await attempts()).toEqual({ id: '9', count: 1 });
    });

    it('are forgotten when the text is handled, for good', async () => {
      await inbox.startAfter(lease, NUMBER, '1');
      await inbox.attempted(lease, NUMBER, '9', 2);
      await inbox.handled(lease, NUMBER, '9', at(1));
      expect(await attempts()).toBeUndefined();
      await inbox.trail(lease, NUMBER, '9');
      expect(await attempts()).toBeUndefined();
    });

    it('end with the text set aside and done with, in one step', async () => {
      await inbox.keepAnswer(lease, NUMBER, [text('9')]);
      await inbox.setAside(lease, NUMBER, failure('9', 4));
      expect(await inbox.failed()).toEqual([failure('9', 4)]);
      expect(await handled()).toEqual([['9', at(4)]]);
      expect(await waiting()).toEqual([]);
    });

    it('are listed the oldest first', async () => {
      await inbox.setAside(lease, NUMBER, failure('12', 1));
      await inbox.setAside(lease, NUMBER, failure(BEYOND_DOUBLES, 2));
      await inbox.setAside(otherLease, OTHER_NUMBER, failure('8', 3));
      expect((await inbox.failed()).map(({ sms }) => sms.id)).toEqual(['12', BEYOND_DOUBLES, '8']);
    });

    it('are unannounced until somebody says that they were announced', async () => {
      await inbox.setAside(lease, NUMBER, failure('12', 1));
      await inbox.setAside(lease, NUMBER, failure(BEYOND_DOUBLES, 2));
      expect(await inbox.unannounced()).toEqual([failure('12', 1), failure(BEYOND_DOUBLES, 2)]);
      await inbox.announced(BEYOND_DOUBLES);
      expect(await inbox.unannounced()).toEqual([failure('12', 1)]);
      await inbox.forget('12');
      expect(await inbox.unannounced()).toEqual([]);
      expect(await inbox.failed()).toEqual([failure(BEYOND_DOUBLES, 2)]);
    });

    it('are unannounced again when set aside again', async () => {
      await inbox.setAside(lease, NUMBER, failure('9', 1));
      await inbox.announced('9');
      await inbox.setAside(lease, NUMBER, failure('9', 2));
      expect(await inbox.unannounced()).toEqual([failure('9', 2)]);
    });

    it('are counted on when the text is tried again', async () => {
      await inbox.setAside(lease, NUMBER, failure('9'));
      await inbox.failedAgain('9', 'Error: not now', 6);
      await inbox.failedAgain('10', 'Error: not there', 6);
      expect(await inbox.failed()).toEqual([
        { ...failure('9'), error: 'Error: not now', attempts: 6 },
      ]);
    });

    it('are forgotten once', async () => {
      await inbox.setAside(lease, NUMBER, failure(BEYOND_DOUBLES));
      expect(await inbox.forget('9')).toBe(false);
      expect(await inbox.forget(BEYOND_DOUBLES)).toBe(true);
      expect(await inbox.forget(BEYOND_DOUBLES)).toBe(false);
      expect(await inbox.failed()).toEqual([]);
    });
  });
}
