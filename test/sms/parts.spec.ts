import { describe, expect, it } from '@jest/globals';
import { countParts } from '../../lib/sms/parts.js';

const latin = (length: number) => 'a'.repeat(length);
const persian = (length: number) => 'س'.repeat(length);

describe('countParts', () => {
  it.each([
    ['nothing', '', 0],
    ['one letter', 'a', 1],
    ['160 septets', latin(160), 1],
    ['161 septets', latin(161), 2],
    ['306 septets, two parts of 153', latin(306), 2],
    ['307 septets', latin(307), 3],
    ['32 full parts', latin(32 * 153), 32],
    ['one septet more than 32 parts', latin(32 * 153 + 1), 33],
    ['line breaks, which are of the alphabet', '\r\n'.repeat(80), 1],
    ['every sign of the basic table that is no letter', '@£$¥¤§¿¡ΔΦΓΛΩΠΨΣΘΞ_!"#%&', 1],
  ])('counts GSM-7: %s', (_, body, parts) => {
    expect(countParts(body)).toBe(parts);
  });

  it.each([...'^{}\\[~]|€\f'])('counts %j of the extension table as two septets', (char) => {
    expect(countParts(char.repeat(80))).toBe(1);
    expect(countParts(char.repeat(80) + 'a')).toBe(2);
  });

  it('moves an escape that would be split to the next part', () => {
    // The first part ends with one septet unused, so three parts are needed for 306 septets.
    expect(countParts(`${latin(152)}€${latin(152)}`)).toBe(3);
    expect(countParts(`${latin(151)}€${latin(153)}`)).toBe(2);
  });

  it('splits an escape nowhere when it is all in one part', () => {
    expect(countParts(`${latin(158)}€`)).toBe(1);
    expect(countParts(`${latin(159)}€`)).toBe(2);
  });

  it.each([
    ['70 units', persian(70), 1],
    ['71 units', persian(71), 2],
    ['134 units, two parts of 67', persian(134), 2],
    ['135 units', persian(135), 3],
    ['32 full parts', persian(32 * 67), 32],
    ['one unit more than 32 parts', persian(32 * 67 + 1), 33],
    ['one Persian letter among Latin ones', `${latin(69)}س`, 1],
    ['one Persian letter more', `${latin(70)}س`, 2],
    ['a sign that GSM-7 has not', 'ç'.repeat(71), 2],
    ['a backtick, which GSM-7 has not', '`'.repeat(71), 2],
    ['signs of the extension table, one unit each here', `س${'€'.repeat(69)}`, 1],
    ['35 emoji of two units', '😀'.repeat(35), 1],
    ['36 emoji', '😀'.repeat(36), 2],
    ['half a surrogate pair', '\ud83d', 1],
  ])('counts UCS-2: %s', (_, body, parts) => {
    expect(countParts(body)).toBe(parts);
  });

  it('moves a surrogate pair that would be split to the next part', () => {
    expect(countParts(`${persian(66)}😀${persian(66)}`)).toBe(3);
    expect(countParts(`${persian(65)}😀${persian(67)}`)).toBe(2);
    // 33 pairs a part and never half of one: 67 units hold 66.
    expect(countParts('😀'.repeat(66))).toBe(2);
    expect(countParts('😀'.repeat(67))).toBe(3);
  });
});
