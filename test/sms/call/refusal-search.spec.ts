import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Refusal } from '../../../lib/sms/call/refusal.js';
import { PreparedSms } from '../../../lib/sms/prepare.js';
import { RefusalSearch } from '../../../lib/sms/call/refusal-search.js';
import { numberOf } from '../../support/messages.js';

const refusal = (code: string): Refusal => ({
  operation: 'send',
  status: 200,
  code,
  description: '',
});

const someTexts = (texts: readonly string[]) =>
  texts.map((body, i) => new PreparedSms(i, '982000123', numberOf(i), body, `c${i}`, undefined));

/** Searches with a service that refuses every call that holds one of some texts. */
function searched(texts: readonly string[], isBad: (body: string) => boolean, code = 'E132') {
  const messages = someTexts(texts);
  const search = new RefusalSearch({ messages, refusal: refusal(code) });
  const taken: PreparedSms[] = [];
  let calls = 1;
  for (let some = search.next(); some; some = search.next()) {
    calls++;
    if (some.some(({ body }) => isBad(body))) search.refused(refusal(code));
    else {
      taken.push(...some);
      search.taken();
    }
  }
  const blamed = search.takeBlamed().flatMap((refused) => refused.messages);
  return { messages, taken, blamed, rest: search.rest(), calls };
}

const texts = (count: number) => Array.from({ length: count }, (_, i) => `text ${i}`);

describe('the search for what a call was refused for', () => {
  it.each([0, 1, 124, 125, 249])('finds text %i among 250 in at most 17 calls', (bad) => {
    const { blamed, taken, calls } = searched(texts(250), (body) => body === `text ${bad}`);
    expect(blamed.map(({ index }) => index)).toEqual([bad]);
    expect(taken).toHaveLength(249);
    expect(calls).toBeLessThanOrEqual(17);
  });

  it('blames all messages of one text together', () => {
    const same = Array.from({ length: 250 }, (_, i) => (i % 5 === 0 ? 'bad' : `text ${i}`));
    const { blamed, taken } = searched(same, (body) => body === 'bad');
    expect(blamed).toHaveLength(50);
    expect(taken).toHaveLength(200);
  });

  it('never blames a message that is alone without having asked for it by itself', () => {
    // Refused once, for no reason that lasts.
    const { blamed, taken } = searched(texts(8), () => false);
    expect(blamed).toEqual([]);
    expect(taken).toHaveLength(8);
  });

  it('takes or blames each message once, whichever are bad', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(30), { minLength: 2, maxLength: 60 }),
        fc.nat(30),
        (kinds, limit) => {
          const bodies = kinds.map((kind) => `text ${kind}`);
          const isBad = (body: string) => Number(body.slice(5)) <= limit;
          const { messages, taken, blamed, rest } = searched(bodies, isBad);
          expect(rest).toEqual([]);
          const all = [...taken, ...blamed].map(({ index }) => index);
          expect(all.toSorted((a, b) => a - b)).toEqual(messages.map(({ index }) => index));
          expect(blamed.length === 0 || taken.every(({ body }) => !isBad(body))).toBe(true);
        },
      ),
    );
  });
});
