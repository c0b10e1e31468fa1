import type { AxiosAdapter } from 'axios';
import { promisify } from 'node:util';
import { brotliDecompress, inflateRaw, unzip, type ZlibOptions } from 'node:zlib';
import { tooLong } from './body-reader.js';
import { LightAbortSignal, lightSignalOf } from '../concurrency/light-abort-signal.js';
import type { RawAnswer } from './raw-answer.js';

type Decode = (body: Buffer, options: ZlibOptions) => Promise<Buffer>;

const unzipped: Decode = promisify(unzip);
const inflatedRaw: Decode = promisify(inflateRaw);

/** The codings asked for, and how to undo them. */
const DECODERS = new Map<string, Decode>([
  ['gzip', unzipped],
  ['x-gzip', unzipped],
  // Some servers leave out the header of zlib, whose first byte ends in 8.
  ['deflate', (body, options) => ((body[0]! & 0xf) === 8 ? unzipped : inflatedRaw)(body, options)],
  ['br', promisify(brotliDecompress)],
]);

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br';

/** No server packs an answer more often; a header may name thousands, and each takes its time. */
const MAX_CODINGS = 5;

/**
 * Unpacks what an adapter gives: within the attempt's time, and at most to `maxBytes`. What cannot
 * be unpacked is `unreadable`.
 */
export function unpacked(adapter: AxiosAdapter, maxBytes: number): AxiosAdapter {
  return async (config) => {
    const answer: RawAnswer = await adapter(config);
    const codings = codingsOf(answer.headers['content-encoding']);
    if (codings.length === 0 || answer.data.length === 0) return answer;
    const signal = lightSignalOf(config) ?? new LightAbortSignal();
    return signal.race(unpack(answer, codings, maxBytes), () => {
      throw new Error('the answer could not be unpacked in time');
    });
  };
}

function codingsOf(header: unknown): string[] {
  if (typeof header !== 'string') return [];
  return header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

async function unpack(
  answer: RawAnswer,
  codings: readonly string[],
  maxBytes: number,
): Promise<RawAnswer> {
  const unreadable = (what: string): RawAnswer => ({
    ...answer,
    data: Buffer.alloc(0),
    unreadable: what,
  });
  if (codings.length > MAX_CODINGS) return unreadable('an answer in too many content codings');
  let { data } = answer;
  // The coding that was put on last is named last.
  for (const coding of codings.toReversed()) {
    const decode = DECODERS.get(coding);
    if (!decode) return unreadable('a content coding that was not asked for');
    try {
      data = await decode(data, { maxOutputLength: maxBytes });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return unreadable(
        code === 'ERR_BUFFER_TOO_LARGE' ? tooLong(maxBytes) : `${coding} that cannot be unpacked`,
      );
    }
  }
  return { ...answer, data };
}
