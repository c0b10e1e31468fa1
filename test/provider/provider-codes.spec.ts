import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { describeCode, PROVIDER_CODES } from '../../lib/provider/provider-codes.js';

const contract = readFileSync('contract/payamsms.openapi.yaml', 'utf8');
const reading = readFileSync('contract/READING.md', 'utf8');

describe('PROVIDER_CODES', () => {
  it('has every code of the contract, and no other', () => {
    const listed = /ErrorCode:\s+type: string\s+(?:.+\s+)+?examples: \[([^\]]+)\]/.exec(
      contract,
    )?.[1];
    expect(new Set(listed?.split(', '))).toEqual(new Set(Object.keys(PROVIDER_CODES)));
  });

  it('has every code of the reading', () => {
    const rows = [...reading.matchAll(/^\| (E\d+) \|/gm)].map(([, code]) => code);
    expect(new Set(rows)).toEqual(new Set(Object.keys(PROVIDER_CODES)));
  });

  it.each(Object.entries(PROVIDER_CODES))('describes %s in English and in Persian', (_, info) => {
    expect(info.en).toMatch(/^[A-Z][ -~]+$/);
    expect(info.fa).toMatch(/^[\u0600-\u06ff\u200c۰-۹ ()]+$/u);
    expect(['account', 'call', 'message', 'nobody']).toContain(info.blame);
    // The older name stays until 1.0.
    expect(info.fault).toBe(info.blame);
  });

  it.each([
    ['E2', 'call'],
    ['E4', 'account'],
    ['E5', 'account'],
    ['E6', 'account'],
    ['E7', 'nobody'],
    ['E43', 'message'],
    ['E107', 'call'],
    ['E132', 'message'],
    ['E211', 'message'],
    ['E766', 'message'],
    ['E800', 'message'],
  ] as const)('says what %s blames: %s', (code, blame) => {
    expect(PROVIDER_CODES[code].blame).toBe(blame);
  });
});

describe('describeCode', () => {
  it('gives the English description of a code', () => {
    expect(describeCode('E6')).toBe('Not enough credit');
  });

  it.each(['E9999', '', 'toString', '__proto__'])('has none for %j', (code) => {
    expect(describeCode(code)).toBeUndefined();
  });
});
