import { expect, it } from '@jest/globals';
import { type Start, startOf } from '../../lib/inbox/start-state.js';
import type { InboxStart } from '../../lib/payamsms.background-options.js';
import type { InboxPosition } from '../../lib/store/inbox-store.js';

const at = new Date(1_000);
const SINCE = { since: new Date(0) };
const STARTED: Start = { is: 'started', cursor: '7' };
const OPEN: Start = { is: 'intent open', since: at };
const NEVER: Start = { is: 'never started' };

it.each<[InboxPosition | undefined, InboxStart, Start]>([
  [undefined, 'unread', NEVER],
  [{}, 'unread', NEVER],
  [{ intendedAt: at }, 'unread', OPEN],
  [{ intendedAt: at }, 'all', OPEN],
  [{ cursor: '7' }, 'unread', STARTED],
  [{ cursor: '7' }, SINCE, STARTED],
  [{ cursor: '7' }, { afterId: '9' }, STARTED],
  // Reading went on from later texts: only { since } brings back what the lost answer held.
  [{ cursor: '7', intendedAt: at }, 'unread', STARTED],
  [{ cursor: '7', intendedAt: at }, SINCE, OPEN],
])('a number at %j that is to start from %j is: %j', (position, startFrom, start) => {
  expect(startOf(position, startFrom)).toEqual(start);
});
