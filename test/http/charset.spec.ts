import { describe, expect, it } from '@jest/globals';
import { decodeText } from '../../lib/http/charset.js';

const SALAM = 'سلام';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a body', () => {
  it.each([
    ['UTF-8 without a label', Buffer.from(SALAM), 'application/json'],
    ['UTF-8 with a label', Buffer.from(SALAM), 'application/json; charset="UTF-8"'],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${SALAM}`), 'text/plain; charset=utf-16le'],
    ['windows-1256', Buffer.from([0xd3, 0xe1, 0xc7, 0xe3]), 'text/plain; charset=windows-1256'],
    ['UTF-16, by its byte order mark', utf16(SALAM), 'text/plain'],
    ['UTF-16 big-endian', utf16(SALAM).swap16(), 'text/plain; charset=utf-8'],
    ['UTF-8 with a label that is no charset', Buffer.from(SALAM), 'text/plain; charset=none'],
  ])('in %s is read', (_, body, contentType) => {
    expect(decodeText(body, contentType)?.replace(/^\ufeff/, '')).toBe(SALAM);
  });

  it.each([
    ['UTF-8', 'text/plain'],
    ['a multi-byte charset that is named', 'text/plain; charset=shift_jis'],
  ])('whose bytes are not of %s is no text', (_, contentType) => {
    expect(decodeText(Buffer.from([0xff, 0x80, 0xa0]), contentType)).toBeUndefined();
  });
});
