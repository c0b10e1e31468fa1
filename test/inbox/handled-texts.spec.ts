import { describe, expect, it } from '@jest/globals';
import { HandledTexts } from '../../lib/inbox/handled-texts.js';

const UNORDERED = 'unreadable-01';

describe('the handled texts', () => {
  it('are as old as it is since each was first seen', () => {
    const handled = new HandledTexts();
    for (const id of ['9', '12']) handled.add(id, 1_000);
    for (const id of ['12', '100']) handled.add(id, 5_000);
    expect(handled.newestOlderThan(4_000, 4_999)).toBeUndefined();
    expect(handled.newestOlderThan(4_000, 5_000)).toBe('12');
    expect(handled.newestOlderThan(4_000, 9_000)).toBe('100');
  });

  it('are forgotten up to the cursor', () => {
    const handled = new HandledTexts();
    for (const id of ['9', '100', '12']) handled.add(id, 1_000);
    handled.forgetUpTo('12');
    expect(['9', '12', '100'].filter((id) => handled.has(id))).toEqual(['100']);
  });

  it('may have ids that are no numbers, which no cursor passes', () => {
    const handled = new HandledTexts();
    handled.add(UNORDERED, 1_000);
    handled.add('9223372036854775808', 1_000);
    expect(handled.newestOlderThan(0, 9_000)).toBeUndefined();
    handled.forgetUpTo('9223372036854775807');
    expect(handled.has(UNORDERED)).toBe(true);
  });

  it('with ids that are no numbers are forgotten once the service lists them no more', () => {
    const handled = new HandledTexts();
    for (const id of ['7', UNORDERED, 'unreadable-02']) handled.add(id, 1_000);
    handled.forgetUnlisted(new Set(['unreadable-02']));
    expect(['7', UNORDERED, 'unreadable-02'].filter((id) => handled.has(id))).toEqual([
      '7',
      'unreadable-02',
    ]);
  });
});
