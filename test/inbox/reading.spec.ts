import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { deferred } from '../support/deferred.js';
import { Lines, OVERLAP_MS, refusing } from './support/lines.js';

const NUMBER = '98200';

beforeEach(
  () =>
    void jest.useFakeTimers({ doNotFake: ['setImmediate'], now: new Date('2026-11-01T12:00:00Z') }),
);
afterEach(() => void jest.useRealTimers());

describe('a line', () => {
  it('asks for the same id until the overlap is over, and hands nothing over twice', async () => {
    const lines = await Lines.open();
    for (const id of [1, 2, 3]) lines.service.receive(NUMBER, id);
    await lines.run(OVERLAP_MS - 1_000);
    expect(new Set(lines.service.asked)).toEqual(new Set(['0']));
    await lines.run(20_000);
    expect(lines.service.asked.at(-1)).toBe('3');
    expect(lines.heard).toEqual(['1', '2', '3']);
    expect((await lines.store.inbox.position(NUMBER))!.handled.size).toBe(0);
  });

  it('hands over a lower id that becomes visible after a higher one', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 5);
    await lines.run(50_000);
    lines.service.receive(NUMBER, 4);
    await lines.run(10_000);
    expect(lines.heard).toEqual(['5', '4']);
  });

  it('asks for the id below a text on trial, however long ago higher ones were handled', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 5);
    await lines.run(50_000);
    lines.service.receive(NUMBER, 4);
    lines.behave = refusing(4);
    await lines.run(5 * OVERLAP_MS);
    lines.behave = () => undefined;
    await lines.restart();
    await lines.run(1_000);
    expect(lines.heard).toEqual(['5', '4']);
  });

  it('moves on only when every listener has resolved', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 1);
    const listener = deferred();
    lines.behave = () => listener.promise;
    const polled = lines.poll();
    await jest.advanceTimersByTimeAsync(1_000);
    expect((await lines.store.inbox.position(NUMBER))!.handled.size).toBe(0);
    listener.resolve();
    expect(await polled).toBe(1);
    expect((await lines.store.inbox.position(NUMBER))!.handled.has('1')).toBe(true);
  });

  it('joins a poll that runs', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 1);
    const listener = deferred();
    lines.behave = () => listener.promise;
    const polls = [lines.poll(), lines.poll()];
    listener.resolve();
    expect(await Promise.all(polls)).toEqual([1, 1]);
    expect(lines.calls).toEqual(['1']);
    expect(lines.service.asked).toHaveLength(1);
  });

  it('hands a text over again when the process died before that was stored', async () => {
    const lines = await Lines.open();
    for (const id of [1, 2]) lines.service.receive(NUMBER, id);
    lines.behave = ({ id }) => (id === '2' ? new Promise(() => undefined) : undefined);
    void lines.poll();
    await jest.advanceTimersByTimeAsync(1_000);
    lines.behave = () => undefined;
    await lines.restart();
    await lines.poll();
    expect(lines.heard).toEqual(['1', '2']);
  });

  it('calls nobody twice when only the storing failed', async () => {
    const lines = await Lines.open();
    for (const id of [1, 2]) lines.service.receive(NUMBER, id);
    const failure = new PayamSmsStoreError('full', 'remember a handled text');
    jest.spyOn(lines.store.inbox, 'handled').mockRejectedValueOnce(failure);
    await lines.run(10_000);
    expect(lines.errors).toEqual([failure]);
    expect(lines.calls).toEqual(['1', '2']);
  });

  it('waits with a failed text though its failure could not be stored', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 1);
    lines.behave = refusing(1);
    const failure = new PayamSmsStoreError('full', 'count an attempt');
    jest.spyOn(lines.store.inbox, 'attempted').mockRejectedValue(failure);
    await lines.run(5_500);
    expect(lines.calls).toHaveLength(2);
    lines.behave = () => undefined;
    await lines.run(1_000);
    expect(lines.heard).toEqual(['1']);
  });

  it('goes on where it was when the service works again', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 1);
    lines.service.failure = new Error('down');
    await lines.run(60_000);
    expect(lines.service.asked.length).toBeLessThanOrEqual(7);
    delete lines.service.failure;
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1']);
  });

  it('fetches nothing while nobody listens', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 1);
    lines.listening = false;
    await lines.run(30 * 60_000);
    expect(lines.service.asked).toEqual([]);
    lines.listening = true;
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1']);
  });

  it('stops before the next text when the last listener leaves', async () => {
    const lines = await Lines.open();
    for (const id of [1, 2]) lines.service.receive(NUMBER, id);
    lines.behave = () => {
      lines.listening = false;
    };
    await lines.poll();
    expect((await lines.store.inbox.position(NUMBER))!.handled.size).toBe(1);
  });

  it('finishes the text in hand when it is stopped, and takes no other', async () => {
    const lines = await Lines.open();
    for (const id of [1, 2]) lines.service.receive(NUMBER, id);
    const listener = deferred();
    lines.behave = () => listener.promise;
    const polled = lines.poll();
    await jest.advanceTimersByTimeAsync(10);
    void lines.lines[0]!.stop();
    listener.resolve();
    expect(await polled).toBe(1);
    expect(lines.calls).toEqual(['1']);
    expect(await lines.poll()).toBe(0);
  });

  it('forgets what it had in hand when the duty was with another process', async () => {
    const lines = await Lines.open();
    for (const id of [1, 2]) lines.service.receive(NUMBER, id);
    lines.behave = refusing(1);
    await lines.poll();
    await lines.lease.release();
    const other = (await lines.store.acquire('inbox:98200'))!;
    await lines.store.inbox.handled(other, NUMBER, '1', new Date());
    await other.release();
    lines.lease = (await lines.store.acquire('inbox:98200'))!;
    lines.behave = () => undefined;
    await lines.poll();
    expect(lines.heard).toEqual(['2']);
  });

  it('lets the rest of the app have its turn in a backlog that waits for nothing', async () => {
    const lines = await Lines.open();
    for (let id = 1; id <= 1_000; id++) lines.service.receive(NUMBER, id);
    const heardAtTurn: number[] = [];
    const turn = (): void => {
      heardAtTurn.push(lines.heard.length);
      if (lines.heard.length < 1_000) setImmediate(turn);
    };
    setImmediate(turn);
    await lines.poll();
    expect(heardAtTurn.length).toBeGreaterThanOrEqual(20);
  });

  it('keeps ids of nineteen digits apart, and orders them by their value', async () => {
    const lines = await Lines.open();
    for (const id of ['9223372036854775807', '9223372036854775806', '99']) {
      lines.service.receive(NUMBER, id);
    }
    await lines.poll();
    expect(lines.heard).toEqual(['99', '9223372036854775806', '9223372036854775807']);
  });

  it('passes over what the service repeats', async () => {
    const lines = await Lines.open();
    lines.service.receive(NUMBER, 7);
    lines.service.receive(NUMBER, 7);
    await lines.poll();
    expect(lines.heard).toEqual(['7']);
  });
});
