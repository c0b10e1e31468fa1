import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { MemoryStore } from '../../lib/store/memory-store.js';
import { openStore } from '../../lib/store/open-store.js';

afterEach(() => {
  jest.restoreAllMocks();
});

/** What is said when a store is opened with such settings. */
async function saidOf(settings: Parameters<typeof openStore>[0]): Promise<unknown[][]> {
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
  await openStore(settings);
  return warn.mock.calls;
}

class Durable extends MemoryStore {
  override readonly durable = true as never;
}

describe('openStore', () => {
  it('warns once of what a restart forgets, however many lean on the store', async () => {
    const said = await saidOf({ inbox: {}, delivery: {} });
    expect(said).toEqual([[expect.stringContaining('nestjs-payamsms/sqlite')]]);
  });

  it.each([{ inbox: {} }, { delivery: {} }])('warns where %o leans on it', async (settings) => {
    expect(await saidOf(settings)).toHaveLength(1);
  });

  it('says nothing where nobody leans on it', async () => {
    expect(await saidOf({})).toEqual([]);
  });

  it('is content with a store that outlives the process', async () => {
    expect(await saidOf({ store: new Durable(), inbox: {}, delivery: {} })).toEqual([]);
  });
});
