import { describe, expect, it } from '@jest/globals';
import {
  type Findings,
  isEnough,
  merged,
  newLookupResult,
  noteRows,
  noteUnclear,
} from '../../../lib/sms/reconcile/findings.js';
import { prepared } from '../../support/messages.js';

const a = prepared(0);
const b = prepared(1);
const c = prepared(2);

const findings = (some: Partial<Findings>): Findings => ({
  found: new Map(),
  absent: [],
  unsure: [],
  ...some,
});

describe('rows of a message', () => {
  it('name it, and each of its copies once', () => {
    const result = newLookupResult();
    noteRows(result, a, [{ serverId: '1' }, {}, { serverId: '2' }, { serverId: '1' }]);
    expect(result.found).toEqual(new Map([[a.customerId, ['1', '2']]]));
  });

  it('without any serverId prove nothing', () => {
    const result = newLookupResult();
    noteRows(result, a, [{}]);
    expect(result).toMatchObject({ unsure: [a], unclear: new Set([a]), absent: [] });
  });
});

describe('what lookups bring together', () => {
  it('is what any of them found, and the absence of those whose absence counts', () => {
    const all = findings({ found: new Map([['x', ['1']]]), absent: [a], unsure: [b, c] });
    const next = findings({ found: new Map([['y', ['2']]]), absent: [b, c] });
    expect(merged(all, next, new Set([a, b]))).toEqual({
      found: new Map([
        ['x', ['1']],
        ['y', ['2']],
      ]),
      absent: [a, b],
      unsure: [c],
    });
  });

  it.each([
    ['everything is found', findings({}), [], true],
    ['everything is absent', findings({ absent: [a, b] }), [a, b], true],
    ['one was not answered', findings({ absent: [a], unsure: [b] }), [a, b], false],
    [
      'one is unclear beside one that is absent',
      findings({ absent: [a], unsure: [c] }),
      [a, c],
      true,
    ],
    ['one is unclear and none absent', findings({ unsure: [c] }), [c], false],
    ['only those are open whose absence proves nothing', findings({ unsure: [b] }), [a], true],
    ['no absence counts', findings({ unsure: [b] }), [], false],
  ])('when %s', (_, all, counted, enough) => {
    const result = newLookupResult();
    noteUnclear(result, c);
    expect(isEnough(all, result, new Set(counted))).toBe(enough);
  });
});
