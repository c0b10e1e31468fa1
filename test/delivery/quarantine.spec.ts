import { expect, it } from '@jest/globals';
import { Quarantine } from '../../lib/delivery/quarantine.js';
import { aFollowed } from './support/followed.js';

it('keeps a message for ten minutes, and releases it once', () => {
  let nowMs = 0;
  const quarantine = new Quarantine(() => nowMs);
  const released = () => [...quarantine.released()].map(({ id }) => id);
  quarantine.add(aFollowed('a'));
  nowMs = 1;
  quarantine.add(aFollowed('b'));
  nowMs = 599_999;
  expect(released()).toEqual([]);
  nowMs = 600_000;
  expect(released()).toEqual(['a']);
  nowMs = 1_200_000;
  expect(released()).toEqual(['b']);
  expect(released()).toEqual([]);
});
