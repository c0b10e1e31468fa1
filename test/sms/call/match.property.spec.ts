import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { SendEntry } from '../../../lib/api/api.types.js';
import { matchEntries } from '../../../lib/sms/call/match.js';
import { numberOf, prepared } from '../../support/messages.js';

/** How the service may word the entry of a message: with all it knows, or with less. */
interface Wording {
  named: boolean;
  numbered: boolean;
  accepted: boolean;
  left: boolean;
}

const wording: fc.Arbitrary<Wording> = fc.record({
  named: fc.boolean(),
  numbered: fc.boolean(),
  accepted: fc.boolean(),
  left: fc.boolean(),
});

/** Messages of which some share a number, and the answer to them, shuffled and with gaps. */
const exchange = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 12 }), wording), { maxLength: 16 })
  .chain((all) => {
    const messages = all.map(([number], i) => prepared(i, { recipient: numberOf(number) }));
    const entries = all.flatMap(([number, { named, numbered, accepted, left }], i) => {
      const facts = {
        ...(named && { customerId: `c${i}` }),
        ...(numbered && { mobile: numberOf(number) }),
      };
      // What says whose entry it is, whatever is left off of the rest.
      const entry: SendEntry = accepted
        ? { ...facts, serverId: `s${i}` }
        : { ...facts, code: `r${i}`, description: '' };
      return left ? [] : [{ entry, owner: i }];
    });
    return fc.tuple(
      fc.constant(messages),
      fc.constant(all.map(([, words]) => words)),
      fc.shuffledSubarray(entries, { minLength: entries.length }),
    );
  });

describe('matching', () => {
  it('finds every entry that bears a customerId, in any order and with any gaps', () => {
    fc.assert(
      fc.property(exchange, ([messages, words, shuffled]) => {
        const { entries: matched } = matchEntries(
          messages,
          shuffled.map(({ entry }) => entry),
        );
        expect(matched).toHaveLength(messages.length);
        const named = shuffled.filter(({ owner }) => words[owner]!.named);
        for (const { owner, entry } of named) expect(matched[owner]).toBe(entry);
      }),
    );
  });

  it('gives no message the entry of another where each number is of one message', () => {
    fc.assert(
      fc.property(exchange, ([messages, , shuffled]) => {
        const own = messages.map((message, i) => ({ ...message, recipient: numberOf(i) }));
        const entries = shuffled.map(({ entry, owner }) => ({
          owner,
          entry: entry.mobile === undefined ? entry : { ...entry, mobile: numberOf(owner) },
        }));
        const { entries: matched } = matchEntries(
          own,
          entries.map(({ entry }) => entry),
        );
        for (const [i, entry] of matched.entries()) {
          const owner = entries.find((each) => each.entry === entry)?.owner ?? i;
          expect(owner).toBe(i);
        }
      }),
    );
  });

  it('gives a shared number to nobody, and one entry never to two messages', () => {
    fc.assert(
      fc.property(exchange, ([messages, , shuffled]) => {
        const { entries: matched } = matchEntries(
          messages,
          shuffled.map(({ entry }) => entry),
        );
        const given = matched.filter((entry) => entry !== undefined);
        expect(new Set(given).size).toBe(given.length);
        for (const [i, entry] of matched.entries()) {
          const owner = shuffled.find((each) => each.entry === entry)?.owner ?? i;
          expect(owner).toBe(i);
        }
      }),
    );
  });
});
