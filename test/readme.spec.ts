import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PayamSmsModuleOptions } from '../lib/payamsms.options.js';
import { PayamSmsConfigurationError } from '../lib/errors/configuration.error.js';
import * as publicFace from '../lib/index.js';
import { DEFAULTS } from '../lib/payamsms.options.js';
import { resolveSettings } from '../lib/settings/settings.js';
import { VARIABLE_OPTIONS, variableOf } from '../lib/settings/variables.js';
import { codeBlocks, codeRows } from './support/markdown.js';
import { typeErrors } from './support/type-check.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(root + file, 'utf8');

/** Options that no variable sets. */
const IN_CODE_ONLY = ['http.proxy', 'http.httpAgent', 'http.httpsAgent'];

/** What stands in the column of defaults where there is none. */
const WORDS = {
  'README.md': { required: 'required', none: 'none' },
  'README.fa.md': { required: 'لازم', none: 'ندارد' },
};
const readmes = (['README.md', 'README.fa.md'] as const).filter((file) => existsSync(root + file));

it('compiles, every block of it', () => {
  const blocks = readmes.flatMap((file) => codeBlocks(file, read(file), 'ts'));
  expect(blocks.length).toBeGreaterThanOrEqual(10 * readmes.length);
  expect(typeErrors(root, blocks)).toEqual([]);
}, 60_000);

describe.each(readmes)('%s', (file) => {
  const text = read(file);
  const rows = codeRows(text);

  it('has each option once, with its variable and its default', () => {
    const options = ['account', ...VARIABLE_OPTIONS, ...IN_CODE_ONLY];
    const required = requiredOptions();
    const { required: isRequired, none } = WORDS[file];

    const told = rows.map((row) => row.slice(0, 3)).filter(([option]) => options.includes(option!));
    expect(told).toEqual(
      options.map((option) => [
        option,
        variableOf(option) ?? '–',
        required.has(option) ? isRequired : (defaultOf(option) ?? none),
      ]),
    );
  });

  it('names no variable that does not exist', () => {
    const variables = new Set(VARIABLE_OPTIONS.map((option) => variableOf(option)));
    const named = text.match(/PAYAMSMS_[A-Z_]*[A-Z]/g) ?? [];
    // The account that the examples are about.
    const plain = named.map((name) => name.replace(/^(PAYAMSMS)_MARKETING(?=_|$)/, '$1'));
    expect(plain.filter((name) => name !== 'PAYAMSMS' && !variables.has(name))).toEqual([]);
  });

  it.each(Object.keys(publicFace))('speaks of %s', (name) => {
    expect(text).toContain(name);
  });

  it('gives a reason for each dependency', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: object };
    const explained = new Set(rows.map(([name]) => name));
    expect(Object.keys(dependencies).filter((name) => !explained.has(name))).toEqual([]);
  });
});

it('has every variable in .env.example, and no other', () => {
  const named = read('.env.example').match(/PAYAMSMS_\w+(?==)/g) ?? [];
  expect(new Set(named)).toEqual(new Set(VARIABLE_OPTIONS.map((option) => variableOf(option))));
});

function requiredOptions(): Set<string> {
  try {
    resolveSettings({} as PayamSmsModuleOptions);
  } catch (error) {
    if (error instanceof PayamSmsConfigurationError) {
      return new Set(error.problems.map(({ option }) => option));
    }
  }
  throw new Error('Some options must be required');
}

function defaultOf(option: string): string | undefined {
  const value = option
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], DEFAULTS);
  if (typeof value === 'string' || value === undefined) return value;
  if (Array.isArray(value)) return value.join(',');
  // What is off until it is switched on has defaults only for what it is made of.
  return typeof value === 'object' ? undefined : JSON.stringify(value);
}
