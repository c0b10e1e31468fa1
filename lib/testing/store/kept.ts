import type { InboxStore } from '../../store/inbox-store.js';
import type { Lease } from '../../store/lease.js';
import { rejection, same } from './expectations.js';
import type { Runner } from './runner.js';
import {
  at,
  BEYOND_DOUBLES,
  GREATEST,
  INBOX,
  leaseOf,
  NUMBER,
  oddWords,
  OTHER_INBOX,
  OTHER_NUMBER,
  text,
  unreadable,
} from './samples.js';
import type { Stage } from './stage.js';

/** Destructive reads: what is announced, and the texts that they bring. */
export function keepsAnswers({ it, beforeEach }: Runner, stage: Stage): void {
  let inbox: InboxStore;
  let lease: Lease;

  beforeEach(async () => {
    ({ inbox } = stage.account);
    lease = await leaseOf(stage.account, INBOX);
  });

  const keptIds = async (after?: string, limit = 99) =>
    (await inbox.kept(NUMBER, after, limit)).map(({ id }) => id);

  it('is announced by an intent, which it clears', async () => {
    await inbox.intend(lease, NUMBER, at(7));
    same(await inbox.position(NUMBER), { intendedAt: at(7) });
    await inbox.intend(lease, NUMBER, at(8));
    same(await inbox.position(NUMBER), { intendedAt: at(8) });
    await inbox.keepAnswer(lease, NUMBER, []);
    same(await inbox.position(NUMBER), {});
  });

  it('is no more awaited after a start', async () => {
    await inbox.intend(lease, NUMBER, at(7));
    await inbox.startAfter(lease, NUMBER, '5');
    same(await inbox.position(NUMBER), { cursor: '5' });
  });

  it('gives whole texts, in the order of their ids', async () => {
    await inbox.keepAnswer(lease, NUMBER, [text('10', 'سلام «۱»'), text('9')]);
    await inbox.keepAnswer(lease, NUMBER, [text(GREATEST), text(BEYOND_DOUBLES)]);
    same(await inbox.kept(NUMBER, undefined, 99), [
      text('9'),
      text('10', 'سلام «۱»'),
      text(BEYOND_DOUBLES),
      text(GREATEST),
    ]);
  });

  it('gives every text once, page by page', async () => {
    const ids = Array.from({ length: 25 }, (_, n) => String(n * n + 1));
    await inbox.keepAnswer(
      lease,
      NUMBER,
      ids.toReversed().map((id) => text(id)),
    );
    const pages: string[][] = [];
    for (let n = 0; n < 4; n++) pages.push(await keptIds(pages.at(-1)?.at(-1), 10));
    same(pages, [ids.slice(0, 10), ids.slice(10, 20), ids.slice(20), []]);
    same(await keptIds('100', 2), ['101', '122']);
  });

  it('keeps every code unit of every text', async () => {
    const words = oddWords(200);
    const texts = words.map((word, n) => ({ ...text(String(n + 1), word), from: words.at(-n)! }));
    await inbox.keepAnswer(lease, NUMBER, texts);
    same(await inbox.kept(NUMBER, undefined, 1000), texts);
  });

  it('does not bring back a text that was handled', async () => {
    await inbox.startAfter(lease, NUMBER, '5');
    await inbox.handled(lease, NUMBER, ['9']);
    await inbox.keepAnswer(lease, NUMBER, [text('9'), text('10'), text('11')]);
    same(await keptIds(), ['10', '11']);
    await inbox.handled(lease, NUMBER, ['11', '10']);
    same(await keptIds(), []);
    await inbox.advance(lease, NUMBER, '11');
    same(await keptIds(), []);
  });

  it('stays when the cursor moves past it, until it is handled', async () => {
    await inbox.keepAnswer(lease, NUMBER, [text('97'), text('99'), text('200')]);
    await inbox.startAfter(lease, NUMBER, '98');
    await inbox.handled(lease, NUMBER, ['99']);
    await inbox.advance(lease, NUMBER, '101');
    same(await keptIds(), ['97', '200']);
    await inbox.handled(lease, NUMBER, ['97']);
    same(await keptIds(), ['200']);
    await inbox.advance(lease, NUMBER, '300');
    same(await keptIds(), ['200']);
  });

  it('is kept as a whole, or not at all', async () => {
    await inbox.intend(lease, NUMBER, at(1));
    const texts = [text('1'), text('2'), unreadable(text('3'))];
    await rejection(inbox.keepAnswer(lease, NUMBER, texts));
    same(await keptIds(), []);
    same(await inbox.position(NUMBER), { intendedAt: at(1) });
  });

  it('is kept for its number alone', async () => {
    const otherLease = await leaseOf(stage.account, OTHER_INBOX);
    await inbox.keepAnswer(lease, NUMBER, [text('7'), text('8')]);
    await inbox.keepAnswer(otherLease, OTHER_NUMBER, [text('8')]);
    await inbox.handled(otherLease, OTHER_NUMBER, ['7', '8']);
    same(await keptIds(), ['7', '8']);
    same(await inbox.kept(OTHER_NUMBER, undefined, 9), []);
  });

  it('is not changed with the objects that were given or found', async () => {
    const given = text('7', 'as it was');
    await inbox.keepAnswer(lease, NUMBER, [given]);
    given.body = 'changed';
    const [found] = await inbox.kept(NUMBER, undefined, 9);
    same(found?.body, 'as it was');
    found!.body = 'changed';
    same((await inbox.kept(NUMBER, undefined, 9))[0]?.body, 'as it was');
  });
}
