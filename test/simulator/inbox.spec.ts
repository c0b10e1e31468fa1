import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { Caller, SENDER } from './caller.js';

describe('inbox', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  const receive = (body: string, more: { visibleAfterMs?: number; at?: Date } = {}) =>
    sim.receive({ from: '989121234567', to: SENDER, body, ...more });
  const bodies = async (id?: string) =>
    ((await caller.getInbox(SENDER, id)).json as { body: string }[]).map(({ body }) => body);

  it('holds what a phone sent, with the date in Tehran', async () => {
    const id = sim.receive({
      from: '09121234567',
      to: '+98 2000-123',
      body: 'لغو',
      at: new Date('2025-03-20T20:30:00Z'),
    });
    expect((await caller.getInbox(SENDER)).json).toEqual([
      { id: Number(id), body: 'لغو', from: '09121234567', to: SENDER, date: '2025-03-21 00:00:00' },
    ]);
  });

  it('gives the unread once', async () => {
    receive('one');
    expect(await bodies()).toEqual(['one']);
    receive('two');
    expect(await bodies()).toEqual(['two']);
    expect(await bodies()).toEqual([]);
  });

  it('gives at most 90 unread at a time, the oldest first', async () => {
    const all = Array.from({ length: 100 }, (_, index) => String(index));
    for (const body of all) receive(body);
    expect(await bodies()).toEqual(all.slice(0, 90));
    expect(await bodies()).toEqual(all.slice(90));
  });

  it('gives everything after an id, ascending, and marks nothing read', async () => {
    const first = receive('one');
    const second = receive('two');
    receive('three');
    expect(await bodies(first)).toEqual(['two', 'three']);
    expect(await bodies(second)).toEqual(['three']);
    expect(await bodies('0')).toEqual(['one', 'two', 'three']);
    expect(await bodies()).toEqual(['one', 'two', 'three']);
    expect(await bodies('0')).toEqual(['one', 'two', 'three']);
  });

  it('keeps numbers apart', async () => {
    receive('mine');
    expect((await caller.getInbox('982000999')).json).toEqual([]);
    expect(await bodies()).toEqual(['mine']);
  });

  it('shows a lower id after a higher one (row 21)', async () => {
    const late = receive('late', { visibleAfterMs: 30_000 });
    const prompt = receive('prompt');
    expect(BigInt(late)).toBeLessThan(BigInt(prompt));
    expect(await bodies('0')).toEqual(['prompt']);
    expect(await bodies()).toEqual(['prompt']);
    sim.advance('30s');
    expect(await bodies('0')).toEqual(['late', 'prompt']);
    expect(await bodies()).toEqual(['late']);
  });

  it.each([200, 404])('answers E7 with status %d when it is empty (row 15)', async (status) => {
    sim.setDialect({ emptyInbox: { as: 'error', status } });
    const empty = { status, json: { errorCode: 'E7' } };
    expect(await caller.getInbox(SENDER)).toMatchObject(empty);
    expect(await caller.getInbox(SENDER, '0')).toMatchObject(empty);
    receive('one');
    expect(await bodies('0')).toEqual(['one']);
  });

  it('may write dates in the Jalali calendar (row 16)', async () => {
    sim.setDialect({ inboxCalendar: 'jalali' });
    receive('nowruz', { at: new Date('2025-03-20T20:30:00Z') });
    expect((await caller.getInbox(SENDER)).text).toContain('"date":"1404-01-01 00:00:00"');
  });

  it('writes and takes ids beyond 2^53 with every digit (row 18)', async () => {
    sim.setDialect({ firstId: 9_223_372_036_854_775_800n });
    const id = receive('one');
    receive('two');
    expect(id).toBe('9223372036854775800');
    expect((await caller.getInbox(SENDER, id)).text).toContain('"id":9223372036854775801,');
    expect(await bodies(id)).toEqual(['two']);
  });

  it('answers 400 to what is no number or no id', async () => {
    const answers = [
      await caller.call('/report/webservice/mo'),
      await caller.getInbox('2000123'),
      await caller.getInbox(SENDER, 'abc'),
      await caller.getInbox(SENDER, '1e3'),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
    expect(answers.slice(0, 2).map(({ json }) => json)).toMatchObject([
      { errorCode: 'E2' },
      { errorCode: 'E223' },
    ]);
  });
});
