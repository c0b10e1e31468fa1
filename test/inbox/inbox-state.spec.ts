import { describe, expect, it } from '@jest/globals';
import {
  emptyInbox,
  type InboxState,
  isDone,
  textInTurn,
  waitMs,
  wantsMore,
  withTexts,
} from '../../lib/inbox/inbox-state.js';
import { sms } from './support/sms.js';

const retry = (id: number, attempts: number) => ({
  sms: sms(id),
  attempts,
  sinceMs: 0,
  failedAt: 0,
});
const state = (given: Partial<InboxState>): InboxState => ({ ...emptyInbox(5, 0), ...given });

describe.each<[string, InboxState, { done: boolean; more: boolean; waitMs: number }]>([
  ['nothing read', state({}), { done: true, more: true, waitMs: 0 }],
  ['a text without a turn', state({ texts: [sms(1)] }), { done: false, more: false, waitMs: 0 }],
  ['all texts handled', state({ texts: [sms(1)], next: 1 }), { done: true, more: true, waitMs: 0 }],
  [
    'a text that waits for an attempt',
    state({ failed: [retry(1, 4)], texts: [sms(2)], dueMs: 5_000 }),
    { done: false, more: false, waitMs: 4_000 },
  ],
  [
    'a text with its attempts used up, and one behind it',
    state({ failed: [retry(1, 5)], texts: [sms(2)], dueMs: 5_000 }),
    { done: false, more: false, waitMs: 0 },
  ],
  [
    'a text with its attempts used up that is alone',
    state({ failed: [retry(1, 5)], dueMs: 5_000 }),
    { done: false, more: true, waitMs: 4_000 },
  ],
])('a number with %s', (_, inbox, expected) => {
  it('knows whether it is done, wants more, and how long it waits', () => {
    const found = { done: isDone(inbox), more: wantsMore(inbox), waitMs: waitMs(inbox, 1_000) };
    expect(found).toEqual(expected);
  });
});

it('keeps what is known of texts that failed when more is read, and counts on what was stored', () => {
  const before = state({ failed: [retry(2, 5)], texts: [sms(1), sms(2)], next: 2 });
  const counted = { id: '3', count: 2 };
  const after = withTexts(before, { texts: [sms(2), sms(3)], counted, hasMore: true });
  expect(after).toMatchObject({
    failed: before.failed,
    texts: [sms(3)],
    next: 0,
    counted,
    hasMore: true,
  });
  expect(textInTurn(after)).toEqual(sms(3));
  expect(textInTurn({ ...after, retrying: 0 })).toEqual(sms(2));
});
