import { describe, expect, it } from '@jest/globals';
import type { SendEntry } from '../../../lib/api/api.types.js';
import { matchEntries as match } from '../../../lib/sms/call/match.js';
import { numberOf, prepared } from '../../support/messages.js';

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

const matchEntries = (...args: Parameters<typeof match>) => match(...args).entries;

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

  it('of an id that nobody sent goes by its number, else to nobody', () => {
    const entry = yes('9', { customerId: 'other', mobile: numberOf(0) });
    expect(matchEntries(two, [entry])).toEqual([entry, undefined]);
    expect(matchEntries(two, [yes('9', { customerId: 'other' })])).toEqual([undefined, undefined]);
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

describe('very many entries for one message', () => {
  const many = Array.from({ length: 100_000 }, (_, i) => String(i + 1));

  it('are told in one go, each serverId once', () => {
    const entries = many.map((serverId) => yes(serverId, { customerId: 'c0' }));
    const [first] = matchEntries(two, [...entries, ...entries]);
    expect(first).toMatchObject({ serverId: '1' });
    expect((first as { duplicates: string[] }).duplicates).toHaveLength(many.length - 1);
  });

  it('are told in one go where none bears its id', () => {
    const [only] = matchEntries(
      [prepared(0)],
      many.map((serverId) => yes(serverId)),
    );
    expect((only as { duplicates: string[] }).duplicates).toHaveLength(many.length - 1);
  });
});

describe('the only entry for the only message', () => {
  it.each([
    ['a serverId and nothing else', yes('7')],
    ['a customerId that nobody sent', yes('7', { customerId: 'other' })],
    ['a number that nobody wrote to', yes('7', { mobile: numberOf(9) })],
    ['a code and nothing else', no('E132')],
  ])('fits it with %s', (_, entry) => {
    expect(match([prepared(0)], [entry])).toEqual({ entries: [entry], unclaimed: new Set() });
  });
});

describe('several entries for the only message', () => {
  it('are of it where none bears its id, an acceptance before a refusal', () => {
    const entries = [no('E43'), yes('7'), yes('8', { customerId: 'x' }), no('E6')];
    expect(match([prepared(0)], entries)).toEqual({
      entries: [yes('7', { duplicates: ['8'] } as object)],
      unclaimed: new Set(),
    });
    expect(matchEntries([prepared(0)], [no('E6'), no('E6')])).toEqual([no('E6')]);
  });

  it('are of it beside one with its id, for a serverId is an acceptance', () => {
    const foreign = yes('7', { customerId: 'x' });
    expect(matchEntries([prepared(0)], [foreign, no('E43', { customerId: 'c0' })])).toEqual([
      foreign,
    ]);
    const own = yes('8', { customerId: 'c0' });
    expect(matchEntries([prepared(0)], [foreign, own])).toEqual([{ ...own, duplicates: ['7'] }]);
  });

  it('leave it open where a row that cannot be read stands beside a refusal', () => {
    expect(match([prepared(0)], [no('E43')], 1).entries).toEqual([undefined]);
    expect(match([prepared(0)], [yes('7')], 1).entries).toEqual([yes('7')]);
  });
});

describe('serverIds that cannot be told apart', () => {
  it('are unclaimed, for each proves that one of the messages is accepted', () => {
    expect(match(two, [yes('8'), yes('9')]).unclaimed).toEqual(new Set(['8', '9']));
    const foreign = [yes('8', { customerId: 'x' }), yes('9', { customerId: 'y' })];
    expect(match(two, foreign)).toEqual({
      entries: [undefined, undefined],
      unclaimed: new Set(['8', '9']),
    });
  });

  it('are claimed by a number that is alone in the call, whatever the customerId beside it', () => {
    const entry = yes('8', { customerId: 'x', mobile: numberOf(1) });
    expect(match(two, [entry])).toEqual({ entries: [undefined, entry], unclaimed: new Set() });
  });

  it('are none where all is told', () => {
    const entries = [yes('8', { customerId: 'c1' }), no('E43', { customerId: 'c0' })];
    expect(match(two, entries).unclaimed.size).toBe(0);
  });
});
