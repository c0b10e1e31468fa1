import type { InboxStore } from '../../store/inbox-store.js';
import type { Lease } from '../../store/lease.js';
import { rejection, same } from './expectations.js';
import type { Runner } from './runner.js';
import {
  at,
  BEYOND_DOUBLES,
  endingUnreadable,
  GREATEST,
  INBOX,
  leaseOf,
  NEXT_BEYOND_DOUBLES,
  NUMBER,
  OTHER_INBOX,
  OTHER_NUMBER,
} from './samples.js';
import type { Stage } from './stage.js';

/** Where reading stands, and what was handled. */
export function keepsTheInbox({ it, beforeEach }: Runner, stage: Stage): void {
  let inbox: InboxStore;
  let lease: Lease;

  beforeEach(async () => {
    ({ inbox } = stage.account);
    lease = await leaseOf(stage.account, INBOX);
  });

  const unhandled = (...ids: string[]) => inbox.unhandled(NUMBER, ids);

  it('knows nothing of a number that was never started', async () => {
    await inbox.startAfter(lease, NUMBER, '0');
    same(await inbox.position(OTHER_NUMBER), undefined);
    same(await inbox.position(NUMBER), { cursor: '0' });
    same(await inbox.unhandled(OTHER_NUMBER, ['2', '1']), ['2', '1']);
    same(await inbox.kept(OTHER_NUMBER, undefined, 9), []);
  });

  it('has no cursor before the start, and remembers what is handled all the same', async () => {
    await inbox.handled(lease, NUMBER, ['9']);
    same(await inbox.position(NUMBER), {});
    same(await unhandled('8', '9', '10'), ['8', '10']);
  });

  it('names what is above the cursor and was not handled, in the order given', async () => {
    await inbox.startAfter(lease, NUMBER, '9');
    await inbox.handled(lease, NUMBER, ['100']);
    same(await unhandled('101', '9', '100', '99', '8', '10'), ['101', '99', '10']);
    same(await unhandled('100'), []);
    same(await unhandled(), []);
  });

  it('tells neighbours apart that are one number as doubles', async () => {
    await inbox.handled(lease, NUMBER, [BEYOND_DOUBLES]);
    same(await unhandled(BEYOND_DOUBLES, NEXT_BEYOND_DOUBLES), [NEXT_BEYOND_DOUBLES]);
    await inbox.startAfter(lease, NUMBER, BEYOND_DOUBLES);
    same(await inbox.position(NUMBER), { cursor: BEYOND_DOUBLES });
    same(await unhandled(BEYOND_DOUBLES, NEXT_BEYOND_DOUBLES), [NEXT_BEYOND_DOUBLES]);
    same(await unhandled('9', GREATEST, '99'), [GREATEST]);
  });

  it('takes several texts as handled in one step, as many as an answer holds', async () => {
    await inbox.startAfter(lease, NUMBER, '0');
    const ids = Array.from({ length: 3000 }, (_, n) => String(n + 1));
    await inbox.handled(lease, NUMBER, ids.slice(0, 2000));
    same(await inbox.unhandled(NUMBER, ids), ids.slice(2000));
    await inbox.handled(lease, NUMBER, []);
    same(await inbox.unhandled(NUMBER, ids), ids.slice(2000));
  });

  it('takes all of several texts as handled, or none', async () => {
    await inbox.startAfter(lease, NUMBER, '0');
    await rejection(inbox.handled(lease, NUMBER, endingUnreadable(['1', '2', '3'])));
    same(await unhandled('1', '2', '3'), ['1', '2', '3']);
  });

  it('may be told twice that a text was handled', async () => {
    await inbox.handled(lease, NUMBER, ['9']);
    await inbox.handled(lease, NUMBER, ['9', '10']);
    same(await unhandled('9', '10', '11'), ['11']);
  });

  it('moves its cursor, and remembers what was handled above it', async () => {
    await inbox.startAfter(lease, NUMBER, '5');
    await inbox.handled(lease, NUMBER, ['99', '100', '102']);
    await inbox.advance(lease, NUMBER, '100');
    same(await inbox.position(NUMBER), { cursor: '100' });
    same(await unhandled('98', '100', '101', '102', '103'), ['101', '103']);
  });

  it('never moves its cursor back, nor before the start', async () => {
    await inbox.advance(lease, NUMBER, '7');
    same((await inbox.position(NUMBER)) ?? {}, {});
    await inbox.startAfter(lease, NUMBER, '200');
    for (const id of ['150', '200', '99']) await inbox.advance(lease, NUMBER, id);
    same(await inbox.position(NUMBER), { cursor: '200' });
    await inbox.advance(lease, NUMBER, '1000');
    same(await inbox.position(NUMBER), { cursor: '1000' });
  });

  it('may be started anew, further back too', async () => {
    await inbox.startAfter(lease, NUMBER, '200');
    await inbox.handled(lease, NUMBER, ['250']);
    await inbox.startAfter(lease, NUMBER, '100');
    same(await inbox.position(NUMBER), { cursor: '100' });
    same(await unhandled('100', '150', '250'), ['150']);
  });

  it('counts the attempts at the text that failed last', async () => {
    const attempts = async () => (await inbox.position(NUMBER))?.attempts;
    await inbox.attempted(lease, NUMBER, BEYOND_DOUBLES, 2);
    same(await attempts(), { id: BEYOND_DOUBLES, count: 2 });
    await inbox.attempted(lease, NUMBER, '9', 1);
    same(await attempts(), { id: '9', count: 1 });
    await inbox.attempted(lease, NUMBER, '9', 0);
    same(await attempts(), undefined);
  });

  it('forgets the attempts at a text that is handled, for good', async () => {
    const attempts = async () => (await inbox.position(NUMBER))?.attempts;
    await inbox.startAfter(lease, NUMBER, '1');
    await inbox.attempted(lease, NUMBER, '9', 2);
    await inbox.handled(lease, NUMBER, ['8']);
    same(await attempts(), { id: '9', count: 2 });
    await inbox.handled(lease, NUMBER, ['10', '9']);
    same(await attempts(), undefined);
    await inbox.advance(lease, NUMBER, '10');
    same(await attempts(), undefined);
  });

  it('keeps each number apart', async () => {
    const otherLease = await leaseOf(stage.account, OTHER_INBOX);
    await inbox.startAfter(lease, NUMBER, '10');
    await inbox.startAfter(otherLease, OTHER_NUMBER, '20');
    await inbox.handled(lease, NUMBER, ['30']);
    await inbox.intend(lease, NUMBER, at(1));
    await inbox.attempted(otherLease, OTHER_NUMBER, '40', 3);
    same(await inbox.position(NUMBER), { cursor: '10', intendedAt: at(1) });
    same(await inbox.position(OTHER_NUMBER), { cursor: '20', attempts: { id: '40', count: 3 } });
    same(await inbox.unhandled(OTHER_NUMBER, ['30']), ['30']);
  });
}
