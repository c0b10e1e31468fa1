import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { inspect } from 'node:util';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { describeFailures } from '../../lib/events/describe-failure.js';

const failures = (errors: readonly unknown[]) =>
  errors.map((error) => ({ listener: 'Orders.changed', error }));
const describeFailure = (errors: readonly unknown[], text?: string) =>
  describeFailures(failures(errors), true, text)
    .replaceAll('Orders.changed: ', '')
    .replaceAll(/, at [^;]+/g, '');

describe('what is told of failed listeners, with what they say', () => {
  it('is each name and message, once', () => {
    const down = new Error('down');
    const errors = [new TypeError('no vote'), down, down, 'a word'];
    expect(describeFailure(errors)).toBe('TypeError: no vote; Error: down; a string: a word');
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

const told = (error: unknown) => describeFailures(failures([error]), false);

describe('what is told of failed listeners by default', () => {
  it('is the cause as well where our own message sends to it', () => {
    const busy = Object.assign(new Error('hush'), { code: 'SQLITE_IOERR' });
    const error = new PayamSmsStoreError('unavailable', 'keep a text', { cause: busy });
    expect(told(error)).toMatch(
      /^Orders\.changed: PayamSmsStoreError: .*see the cause; its cause: Error \(SQLITE_IOERR\), at /,
    );
    expect(told(error)).not.toContain('hush');
  });

  it('ends, though a cause is its own', () => {
    const error = new PayamSmsStoreError('unavailable', 'keep a text');
    Object.defineProperty(error, 'cause', { value: error });
    expect(told(error).split('its cause').length).toBe(3);
  });

  it.each([
    ['brackets', `    at ${' ('.repeat(200_000)}`],
    ['blanks', `    at ${' '.repeat(400_000)}x`],
    ['slashes', `    at a (${'/'.repeat(400_000)}`],
    ['colons', `    at ${':1'.repeat(200_000)}`],
  ])('ends, however long a line of its stack, of %s', (_, line) => {
    const error = Object.assign(new Error('m'), { stack: `Error: m\n${line}` });
    expect(told(error)).toMatch(/^Orders\.changed: Error/);
  });

  it('is listener, class, code and first frame, and no message', () => {
    const error = Object.assign(new TypeError('09 12 345 67 89 wrote hush'), { code: 'P2002' });
    expect(told(error)).toMatch(
      /^Orders\.changed: TypeError \(P2002\), at .*describe-failure\.spec\.ts:\d+:\d+\)?$/,
    );
  });

  it.each(['at hush (hush.ts:1:1)', 'x\n    at hush (hush.ts:1:1)', '    at hush.ts:1:1\n', ''])(
    'is no frame that stands in the message %j',
    (message) => {
      expect(told(new Error(message))).not.toContain('hush');
    },
  );

  it.each([
    ['a code that holds a number', { code: 'T09121234567' }],
    ['a code of words', { code: 'hush hush' }],
    ['a name of words', { name: 'hush 0912' }],
    ['a stack that was written by hand', { stack: 'hush\n   at hush' }],
    ['a cause', { cause: new Error('hush') }],
  ])('shows nothing of %s', (_, changes) => {
    expect(told(Object.assign(new Error('hush'), changes))).not.toContain('hush');
  });

  const throwing = {
    get: () => {
      throw new Error('hush');
    },
  };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  it.each<[string, unknown]>([
    ['no prototype', Object.create(null)],
    [
      'getters that throw',
      Object.defineProperties(
        {},
        {
          name: throwing,
          message: throwing,
          stack: throwing,
          code: throwing,
          constructor: throwing,
        },
      ),
    ],
    [
      'a toString that throws',
      {
        toString() {
          throw new Error('hush');
        },
      },
    ],
    [
      'a proxy that throws',
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('hush');
          },
          getPrototypeOf: () => {
            throw new Error('hush');
          },
        },
      ),
    ],
    ['a revoked proxy', revoked.proxy],
    ['a symbol', Symbol('hush')],
    ['undefined', undefined],
    ['null', null],
    ['a function', () => 'hush'],
    ['a text', 'hush'],
    ['a BigInt', 9_121_234_567n],
    ['an error whose message is no text', Object.assign(new Error(), { message: { hush: 1 } })],
  ])('is something for %s, with and without messages', (_, error) => {
    expect(told(error)).not.toContain('hush');
    expect(told(error)).toMatch(/^Orders\.changed: \w/);
    expect(() => describeFailures(failures([error]), true)).not.toThrow();
  });

  it('repeats our own errors, which hold no text', () => {
    expect(told(new PayamSmsStoreError('full', 'remember a handled text'))).toContain(
      'disk is full',
    );
  });

  it('is bounded', () => {
    expect(describeFailures(failures([new Error('x'.repeat(1e6))]), true).length).toBeLessThan(
      2_000,
    );
    const many = Array.from({ length: 100 }, (_, i) => ({ listener: `A.m${i}`, error: i }));
    expect(describeFailures(many, false)).toContain('and 95 more');
  });
});
