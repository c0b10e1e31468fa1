import type { InboxStore } from '../../store/inbox-store.js';
import type { Lease } from '../../store/lease.js';
import { same } from './expectations.js';
import type { Runner } from './runner.js';
import {
  at,
  BEYOND_DOUBLES,
  INBOX,
  leaseOf,
  letter,
  NEXT_BEYOND_DOUBLES,
  NUMBER,
  oddWords,
  OTHER_INBOX,
  OTHER_NUMBER,
  text,
} from './samples.js';
import type { Stage } from './stage.js';

/** Ids of rows that cannot be read: beyond a Long, made up, or anything. */
const NO_LONGS = ['9223372036854775808', 'unreadable-01', 'a\0b'];

export function keepsDeadLetters({ it, beforeEach }: Runner, stage: Stage): void {
  let inbox: InboxStore;
  let lease: Lease;
  let otherLease: Lease;

  beforeEach(async () => {
    ({ inbox } = stage.account);
    lease = await leaseOf(stage.account, INBOX);
    otherLease = await leaseOf(stage.account, OTHER_INBOX);
  });

  const unannounced = async (limit = 99) =>
    (await inbox.unannounced(NUMBER, limit)).map(({ sms }) => sms.id);

  it('are added and handled in one step', async () => {
    await inbox.startAfter(lease, NUMBER, '5');
    await inbox.keepAnswer(lease, NUMBER, [text('9'), text('10')]);
    await inbox.attempted(lease, NUMBER, '9', 5);
    await inbox.addDeadLetter(lease, NUMBER, letter('9', 4));
    same(await inbox.deadLetters(), [letter('9', 4)]);
    same(await inbox.unhandled(NUMBER, ['9', '10']), ['10']);
    same(await inbox.kept(NUMBER, undefined, 9), [text('10')]);
    same(await inbox.position(NUMBER), { cursor: '5' });
  });

  it('are found by their ids', async () => {
    await inbox.addDeadLetter(lease, NUMBER, letter(BEYOND_DOUBLES, 1));
    await inbox.addDeadLetter(lease, NUMBER, letter('unreadable-01', 2));
    same(await inbox.deadLetter(BEYOND_DOUBLES), letter(BEYOND_DOUBLES, 1));
    same(await inbox.deadLetter('unreadable-01'), letter('unreadable-01', 2));
    same(await inbox.deadLetter(NEXT_BEYOND_DOUBLES), undefined);
  });

  it('are listed the oldest first, of all numbers', async () => {
    await inbox.addDeadLetter(lease, NUMBER, letter('12', 1));
    await inbox.addDeadLetter(otherLease, OTHER_NUMBER, letter('8', 3));
    await inbox.addDeadLetter(lease, NUMBER, letter(BEYOND_DOUBLES, 2));
    const ids = (await inbox.deadLetters()).map(({ sms }) => sms.id);
    same(ids, ['12', BEYOND_DOUBLES, '8']);
  });

  it('keep every code unit', async () => {
    const words = oddWords(50);
    const letters = words.map((word, n) => ({
      ...letter(`${word}-${n}`, n),
      sms: { ...text(`${word}-${n}`, word), from: word },
      error: word,
    }));
    for (const one of letters) await inbox.addDeadLetter(lease, NUMBER, one);
    same(await inbox.deadLetters(), letters);
    same(
      await inbox.unhandled(
        NUMBER,
        letters.map(({ sms }) => sms.id),
      ),
      [],
    );
  });

  it('of ids that are no Longs count as handled, removed since or not', async () => {
    await inbox.startAfter(lease, NUMBER, '5');
    for (const id of NO_LONGS) await inbox.addDeadLetter(lease, NUMBER, letter(id));
    const ids = ['7', ...NO_LONGS, 'unreadable-02'];
    same(await inbox.unhandled(NUMBER, ids), ['7', 'unreadable-02']);
    for (const id of NO_LONGS) same(await inbox.removeDeadLetter(id), true);
    same(await inbox.deadLetters(), []);
    same(await inbox.unhandled(NUMBER, ids), ['7', 'unreadable-02']);
    await inbox.advance(lease, NUMBER, '7');
    same(await inbox.unhandled(NUMBER, ids), ['unreadable-02']);
  });

  it('of a Long count as handled, removed since or not', async () => {
    await inbox.startAfter(lease, NUMBER, '5');
    await inbox.addDeadLetter(lease, NUMBER, letter('9'));
    await inbox.removeDeadLetter('9');
    same(await inbox.unhandled(NUMBER, ['9', '10']), ['10']);
  });

  it('are removed once', async () => {
    for (const id of ['8', BEYOND_DOUBLES, ...NO_LONGS]) {
      await inbox.addDeadLetter(lease, NUMBER, letter(id));
      same(await inbox.removeDeadLetter(`${id}1`), false);
      same(await inbox.removeDeadLetter(id), true);
      same(await inbox.removeDeadLetter(id), false);
      same(await inbox.deadLetter(id), undefined);
      await inbox.failedAgain(id, 'Error: late', 6);
      await inbox.announced(id);
      same(await inbox.deadLetters(), []);
      same(await unannounced(), []);
    }
  });

  it('are there again when they are added again', async () => {
    for (const id of ['9', 'unreadable-01']) {
      await inbox.addDeadLetter(lease, NUMBER, letter(id, 1));
      await inbox.announced(id);
      await inbox.removeDeadLetter(id);
      await inbox.addDeadLetter(lease, NUMBER, letter(id, 2));
      same(await inbox.deadLetters(), [letter(id, 2)]);
      same(await unannounced(), [id]);
      await inbox.removeDeadLetter(id);
    }
  });

  it('are unannounced until they were announced, each by its number', async () => {
    for (const [n, id] of ['12', 'unreadable-01', '8', BEYOND_DOUBLES].entries()) {
      await inbox.addDeadLetter(lease, NUMBER, letter(id, n));
    }
    await inbox.addDeadLetter(otherLease, OTHER_NUMBER, letter('77', 0));
    same(await unannounced(2), ['12', 'unreadable-01']);
    same(await unannounced(), ['12', 'unreadable-01', '8', BEYOND_DOUBLES]);
    same(await inbox.unannounced(OTHER_NUMBER, 9), [letter('77', 0)]);
    await inbox.announced('unreadable-01');
    await inbox.announced('12');
    same(await unannounced(1), ['8']);
    await inbox.removeDeadLetter('8');
    same(await unannounced(), [BEYOND_DOUBLES]);
    same((await inbox.deadLetters()).length, 4);
  });

  it('are unannounced again when they are added again', async () => {
    await inbox.addDeadLetter(lease, NUMBER, letter('9', 1));
    await inbox.announced('9');
    same(await unannounced(), []);
    await inbox.addDeadLetter(lease, NUMBER, letter('9', 2));
    same(await inbox.unannounced(NUMBER, 9), [letter('9', 2)]);
  });

  it('are counted on when they fail again', async () => {
    await inbox.addDeadLetter(lease, NUMBER, letter('9'));
    await inbox.announced('9');
    await inbox.failedAgain('9', 'Error: not now', 6);
    await inbox.failedAgain('10', 'Error: not there', 6);
    same(await inbox.deadLetters(), [{ ...letter('9'), error: 'Error: not now', attempts: 6 }]);
    same(await unannounced(), []);
  });

  it('are not changed with the objects that were given or found', async () => {
    const given = letter('7');
    await inbox.addDeadLetter(lease, NUMBER, given);
    given.sms.body = 'changed';
    given.at.setTime(0);
    const [found] = await inbox.deadLetters();
    same(found, letter('7'));
    found!.error = 'changed';
    same(await inbox.deadLetter('7'), { ...letter('7'), at: at(0) });
  });
}
