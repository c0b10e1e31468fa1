import { describe, expect, it, jest } from '@jest/globals';
import { DueReader } from '../../lib/delivery/due-reader.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { aFollowed, START } from './support/followed.js';

const at = (ms: number) => new Date(START.getTime() + ms);
const idsFrom = (first: number, end: number) =>
  Array.from({ length: end - first }, (_, i) => `${first + i}`);

/** Messages that fall due one after another, a millisecond apart, all of them by now. */
async function setUp(count: number) {
  const { delivery: store } = new MemoryStore().account('');
  await store.follow(idsFrom(0, count).map((id) => aFollowed(id, { dueAt: at(Number(id)) })));
  let now = at(count);
  const reader = new DueReader('serverId', { store, clock: { now: () => now } });
  let rowsRead = 0;
  const readStore = store.due.bind(store);
  const due = jest.spyOn(store, 'due').mockImplementation(async (...asked) => {
    const page = await readStore(...asked);
    rowsRead += page.length;
    return page;
  });
  return {
    reader,
    store,
    due,
    pass: (ms: number) => (now = new Date(now.getTime() + ms)),
    read: async (limit = 20, batchSize = 10) =>
      (await reader.read(limit, batchSize)).map(({ id }) => id),
    /** How many messages the store has given. */
    rowsRead: () => rowsRead,
  };
}

describe('the reader of what is due', () => {
  it('reads page after page, each message once, and none that is taken', async () => {
    const { reader, read, rowsRead } = await setUp(203);
    const pages: string[][] = [];
    for (let page = await read(); page.length > 0; page = await read()) pages.push(page);
    expect(pages.map(({ length }) => length)).toEqual([...Array<number>(10).fill(20), 3]);
    expect(pages.flat()).toEqual(idsFrom(0, 203));
    expect(reader.size).toBe(203);
    expect(rowsRead()).toBe(203);
  });

  it('ends a page with a whole batch where more is due, and begins the next behind it', async () => {
    const { read } = await setUp(50);
    expect(await read(25)).toEqual(idsFrom(0, 20));
    expect(await read(25)).toEqual(idsFrom(20, 40));
    expect(await read(25)).toEqual(idsFrom(40, 50));
    expect(await read(25)).toEqual([]);
  });

  it('finds after a restart what was released as it was', async () => {
    const { reader, read } = await setUp(30);
    await read();
    reader.release('7');
    expect(await read()).toEqual(idsFrom(20, 30));
    expect(await read()).toEqual([]);
    reader.restart();
    expect(await read()).toEqual(['7']);
  });

  it.each([
    ['at the same instant, with an id that comes before', '28a', at(29)],
    ['earlier, by a process whose clock is behind', 'earlier', at(-5_000)],
  ])('finds within a second what was followed since to be due %s', async (_, id, dueAt) => {
    const { read, store, pass } = await setUp(30);
    expect(await read(40)).toEqual(idsFrom(0, 30));
    await store.follow([aFollowed(id, { dueAt })]);
    pass(999);
    expect(await read()).toEqual([]);
    pass(1);
    expect(await read()).toEqual([id]);
  });

  it('passes over pages of taken messages when it starts again', async () => {
    const { read, pass } = await setUp(100);
    for (let i = 0; i < 3; i++) await read();
    pass(1_000);
    expect(await read()).toEqual(idsFrom(60, 80));
  });

  it('goes on from its place after the store failed', async () => {
    const { read, due, rowsRead } = await setUp(40);
    await read();
    due.mockRejectedValueOnce(new Error('reset'));
    await expect(read()).rejects.toThrow('reset');
    expect(await read()).toEqual(idsFrom(20, 40));
    expect(rowsRead()).toBe(40);
  });

  it('gives no message as it was when it is written during a read', async () => {
    const { reader, read, due } = await setUp(2);
    await read();
    const asWas = idsFrom(0, 2).map((id) => aFollowed(id));
    due.mockImplementationOnce(async () => {
      for (const { id } of asWas) reader.release(id);
      return asWas;
    });
    expect(await read()).toEqual([]);
    expect(reader.size).toBe(0);
  });
});
