import { describe, expect, it } from '@jest/globals';
import type { SendEntry } from '../../lib/api/api.types.js';
import { matchEntries } from '../../lib/sms/match.js';
import { numberOf, prepared } from '../support/messages.js';

const yes = (
  serverId: string,
  facts: { customerId?: string; mobile?: string } = {},
): SendEntry => ({
  ...facts,
  serverId,
});
const no = (code: string, facts: { customerId?: string; mobile?: string } = {}): SendEntry => ({
  ...facts,
  code,
  description: '',
});

const two = [prepared(0), prepared(1)];
const twins = [prepared(0), prepared(1, { recipient: numberOf(0) })];

describe('an entry', () => {
  it('goes to the message whose customerId it bears, in whatever order', () => {
    const entries = [yes('9', { customerId: 'c1' }), yes('8', { customerId: 'c0' })];
    expect(matchEntries(two, entries)).toEqual(entries.toReversed());
  });

  it('goes by customerId, even where its mobile is of another message', () => {
    const entry = yes('9', { customerId: 'c1', mobile: numberOf(0) });
    expect(matchEntries(two, [entry])).toEqual([undefined, entry]);
  });

  it('that is missing leaves its message open', () => {
    const entry = yes('9', { customerId: 'c1' });
    expect(matchEntries(two, [entry])).toEqual([undefined, entry]);
    expect(matchEntries(two, [])).toEqual([undefined, undefined]);
  });

  it('of an id that nobody sent goes to nobody', () => {
    const entry = yes('9', { customerId: 'other', mobile: numberOf(0) });
    expect(matchEntries(two, [entry])).toEqual([undefined, undefined]);
  });

  it('without customerId goes by a number that is alone, in whatever form', () => {
    const entry = yes('9', { mobile: '09120000001' });
    expect(matchEntries(two, [entry])).toEqual([undefined, entry]);
  });

  it('without customerId goes to nobody where two messages have its number', () => {
    const entries = [yes('8', { mobile: numberOf(0) })];
    expect(matchEntries(twins, entries)).toEqual([undefined, undefined]);
  });

  it('without customerId goes to nobody where two entries have its number', () => {
    const entries = [yes('8', { mobile: numberOf(0) }), no('E43', { mobile: numberOf(0) })];
    expect(matchEntries(two, entries)).toEqual([undefined, undefined]);
  });

  it('without customerId and number goes to nobody, not even by its place', () => {
    expect(matchEntries(two, [yes('8'), yes('9')])).toEqual([undefined, undefined]);
    expect(matchEntries([prepared(0)], [yes('8')])).toEqual([undefined]);
  });

  it('without customerId never takes the place of one with it', () => {
    const named = yes('8', { customerId: 'c0' });
    expect(matchEntries(two, [yes('9', { mobile: numberOf(0) }), named])).toEqual([
      named,
      undefined,
    ]);
  });

  it('that accepts is not hidden behind one that refuses the same id', () => {
    const accepted = yes('8', { customerId: 'c0' });
    const refused = no('E43', { customerId: 'c0' });
    for (const entries of [
      [accepted, refused],
      [refused, accepted],
    ]) {
      expect(matchEntries(two, entries)[0]).toBe(accepted);
    }
  });
});
