import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { inspect } from 'node:util';
import { describeFailure } from '../../lib/events/describe-failure.js';

describe('what is told of failed listeners', () => {
  it('is each name and message, once', () => {
    const errors = [new TypeError('no vote'), new Error('down'), new Error('down'), 'a word'];
    expect(describeFailure(errors)).toBe('TypeError: no vote; Error: down; a word');
  });

  it('shows neither the text nor a whole number', () => {
    const said = describeFailure([new Error('09121234567 wrote "my secret"')], ' my secret\n');
    expect(said).not.toContain('my secret');
    expect(said).not.toContain('09121234567');
  });

  it.each([
    ['JSON', 'as "we" said\nat \\ten', String.raw`as \"we\" said\nat \\ten`],
    ['JSON, of a control', 'bell \u0007 rings', String.raw`bell \u0007 rings`],
    ['JSON in ASCII', 'کد "۴" 😀', String.raw`\u06a9\u062f \"\u06f4\" \ud83d\ude00`],
    ['JSON in ASCII, upper case', 'کد\n۴۸۲۱', String.raw`\u06A9\u062F\n\u06F4\u06F8\u06F2\u06F1`],
    ['inspect', 'he said "no"\nand left', String.raw`he said "no"\nand left`],
    ['inspect, of every quote', `a"b'c\`d`, String.raw`a"b\'c` + '`d'],
  ])('shows no text as it is quoted by %s', (_, text, quoted) => {
    expect(describeFailure([new Error(`cannot store {"body":"${quoted}"}`)], text)).toBe(
      'Error: cannot store {"body":"***"}',
    );
  });

  it('shows no text that JSON or inspect wrote, whatever it holds', () => {
    const text = fc
      .string({
        unit: fc.oneof(fc.constantFrom(...'"\'\\`\n\t/$&سی۱'), fc.string({ maxLength: 1 })),
      })
      .filter((given) => given.trim().length > 3);
    const writers = [(body: string) => body, JSON.stringify, (body: string) => inspect({ body })];
    fc.assert(
      fc.property(text, fc.constantFrom(...writers), (body, write) => {
        // A mark on both sides, for letters of the text may be those of the message.
        const said = describeFailure([new Error(`<${write(body.trim())}>`)], body);
        expect(said).toMatch(/^Error: <.{0,10}\*\*\*.{0,3}>$/);
      }),
    );
  });
});
