import { expect, it } from '@jest/globals';
import { FAULT_ENDPOINTS, FAULT_KINDS } from '../../page/src/api/wire.js';
import { en } from '../../page/src/i18n/en.js';
import { fa } from '../../page/src/i18n/fa.js';
import { kindName } from '../../page/src/i18n/kind-name.js';

it.each([
  ['English', en, /[a-z]/],
  ['Persian', fa, /[\u0600-\u06ff]/],
] as const)('has words for every kind of fault in %s', (_language, { faults }, letters) => {
  const words = FAULT_KINDS.flatMap(({ kind }) => [faults.kinds[kind], faults.explained[kind]]);
  expect(words.filter((word) => !letters.test(word))).toEqual([]);
  const endpoints = FAULT_ENDPOINTS.map((endpoint) => faults.targets[endpoint]);
  expect(endpoints.filter((word) => !letters.test(word))).toEqual([]);
});

it('names an HTTP status by its number', () => {
  expect(kindName('status 503', en)).toBe('Answer with HTTP 503');
  expect(kindName('drop', en)).toBe('Drop the connection');
});
