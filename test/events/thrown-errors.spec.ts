import { describe, expect, it } from '@jest/globals';
import { describeFailures } from '../../lib/events/describe-failure.js';
import { givenAway, KINDS } from '../support/thrown.js';
import { MARKED_TEXT } from '../support/marked.js';

describe('whatever a listener throws, it is told by class, code and first frame', () => {
  it.each(KINDS)('%s', (_, make, shown) => {
    const failures = [{ listener: 'Shop.onText', error: make() }];
    const told = describeFailures(failures, false, MARKED_TEXT);
    expect(told.startsWith(`Shop.onText: ${shown}`)).toBe(true);
    expect(told.slice(`Shop.onText: ${shown}`.length)).toMatch(
      /^(?: that is no error|, at (?:\S+ \()?[\w.]+:\d+:\d+\)?)?$/,
    );
    expect(givenAway(told)).toEqual([]);
  });
});
