import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { BodyBuffers } from '../../lib/http/body-buffers.js';

const LONG = 'سلام '.repeat(5_000);

const memoryOf = (bytes: Buffer) => bytes.buffer;

describe('the bytes of a text', () => {
  const buffers = new BodyBuffers();

  it.each(['', 'hello', 'سلام', '👍🏽', '\ud800'])('%j are those of UTF-8', (text) => {
    for (const times of [1, 5_000, 200_000]) {
      const repeated = text.repeat(times);
      expect(buffers.toBytes(repeated).equals(Buffer.from(repeated))).toBe(true);
    }
  });

  it('are those of UTF-8 for any text, wherever other ones stood before', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(1_000), (text, times) => {
        const repeated = text.repeat(times);
        const bytes = buffers.toBytes(repeated);
        expect(bytes.equals(Buffer.from(repeated))).toBe(true);
        buffers.giveBack(bytes);
      }),
    );
  });
});

describe('the memory of long bodies', () => {
  it('is written anew once it was given back, and not before', () => {
    const buffers = new BodyBuffers();
    const [first, second] = [buffers.toBytes(LONG), buffers.toBytes(LONG)];
    expect(memoryOf(second)).not.toBe(memoryOf(first));
    buffers.giveBack(first);
    const third = buffers.toBytes(LONG);
    expect(memoryOf(third)).toBe(memoryOf(first));
    expect(second.equals(Buffer.from(LONG))).toBe(true);
  });

  it('is lent once, however often it is given back', () => {
    const buffers = new BodyBuffers();
    const first = buffers.toBytes(LONG);
    buffers.giveBack(first);
    buffers.giveBack(first);
    const memory = [buffers.toBytes(LONG), buffers.toBytes(LONG)].map(memoryOf);
    expect(new Set(memory).size).toBe(2);
  });

  it('grows to what is sent', () => {
    const buffers = new BodyBuffers();
    buffers.giveBack(buffers.toBytes(LONG));
    const longer = buffers.toBytes(LONG.repeat(3));
    buffers.giveBack(longer);
    expect(memoryOf(buffers.toBytes(LONG))).toBe(memoryOf(longer));
  });

  it('takes nothing else', () => {
    const buffers = new BodyBuffers();
    for (const other of [undefined, null, 'text', Buffer.from(LONG)]) buffers.giveBack(other);
    expect(buffers.toBytes(LONG).equals(Buffer.from(LONG))).toBe(true);
  });

  it('is kept in bounds', () => {
    const buffers = new BodyBuffers();
    const lent = Array.from({ length: 20 }, () => buffers.toBytes(LONG));
    for (const bytes of lent) buffers.giveBack(bytes);
    const again = new Set(Array.from({ length: 20 }, () => memoryOf(buffers.toBytes(LONG))));
    expect(lent.filter((bytes) => again.has(memoryOf(bytes)))).toHaveLength(8);
  });
});
