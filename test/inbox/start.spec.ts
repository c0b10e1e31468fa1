import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { Lines, OVERLAP_MS } from './support/lines.js';

const NUMBER = '98200';
const NOW = new Date('2026-11-01T12:00:00Z');
const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
const LOST = new Error('connection reset');

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'], now: NOW }));
afterEach(() => void jest.useRealTimers());

const sinceIn = (warning: string | undefined): Date =>
  new Date(/new Date\('([^']+)'\)/.exec(warning ?? '')![1]!);

const position = (lines: Lines) => lines.store.inbox.position(NUMBER);

describe('a start from what is unread', () => {
  it('takes all of it, 90 at a time, and reads by id from then on', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    for (let id = 1; id <= 200; id++) lines.service.receive(NUMBER, id, ago(60));
    await lines.run(10_000);
    expect(lines.heard).toEqual(Array.from({ length: 200 }, (_, index) => String(index + 1)));
    const unreadReads = lines.service.asked.filter((id) => id === undefined);
    expect(unreadReads).toHaveLength(3);
    expect(lines.service.asked.at(-1)).toBe('200');
  });

  it('marks no more texts read once it is stopped, and keeps the answer under way', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    for (let id = 1; id <= 200; id++) lines.service.receive(NUMBER, id, ago(60));
    const { getInbox } = lines.service;
    let stopped: Promise<void> | undefined;
    lines.service.getInbox = async (number, afterId) => {
      stopped ??= lines.lines[0]!.stop();
      return getInbox(number, afterId);
    };
    await lines.poll();
    await stopped;
    expect(lines.service.asked).toEqual([undefined]);
    expect((await lines.store.inbox.position(NUMBER))?.waiting).toHaveLength(90);
    expect(lines.service.unread.size).toBe(110);
  });

  it('replays nothing that was read before', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    for (let id = 1; id <= 5; id++) lines.service.receive(NUMBER, id, ago(60));
    lines.service.unread.delete('2');
    lines.service.unread.delete('4');
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1', '3', '5']);
  });

  it('announces each read to the store, and keeps its answer before it is handled', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1, ago(60));
    const steps: string[] = [];
    const { inbox } = lines.store;
    for (const step of ['intend', 'keepAnswer', 'startAfter', 'handled'] as const) {
      const real = inbox[step].bind(inbox) as (...values: unknown[]) => Promise<void>;
      jest.spyOn(inbox, step).mockImplementation(async (...values: unknown[]) => {
        steps.push(step);
        return real(...values);
      });
    }
    const read = lines.service.getInbox;
    lines.service.getInbox = (number, afterId) => {
      steps.push(afterId === undefined ? 'unread read' : 'read by id');
      return read(number, afterId);
    };
    await lines.poll();
    expect(steps).toEqual([
      'intend',
      'unread read',
      'keepAnswer',
      'startAfter',
      'read by id',
      'handled',
    ]);
  });

  it('starts in the same way again while the inbox is empty, and replays no history', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1, ago(600));
    lines.service.unread.clear();
    await lines.run(30_000);
    expect(new Set(lines.service.asked)).toEqual(new Set([undefined]));
    lines.service.receive(NUMBER, 2);
    await lines.run(10_000);
    expect(lines.heard).toEqual(['2']);
    expect(lines.warnings).toEqual([]);
  });

  it('finds a lower id that becomes visible just after it', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1, ago(60));
    lines.service.receive(NUMBER, 5);
    await lines.poll();
    lines.service.receive(NUMBER, 4);
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1', '5', '4']);
  });

  it('goes on when the process died between two of its reads', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    for (let id = 1; id <= 150; id++) lines.service.receive(NUMBER, id, ago(60));
    const { inbox } = lines.store;
    const real = inbox.intend.bind(inbox);
    const intend = jest.spyOn(inbox, 'intend');
    intend.mockImplementation(async (lease, number, at) => {
      if (intend.mock.calls.length === 2) throw new Error('killed');
      await real(lease, number, at);
    });
    await lines.poll();
    expect(lines.heard).toEqual([]);
    intend.mockRestore();
    await lines.restart();
    await lines.poll();
    expect(lines.heard).toHaveLength(150);
  });

  it('goes on with what it kept when the process died while it was handled', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    for (let id = 1; id <= 3; id++) lines.service.receive(NUMBER, id, ago(60));
    lines.behave = ({ id }) => (id === '2' ? new Promise(() => undefined) : undefined);
    void lines.poll();
    await jest.advanceTimersByTimeAsync(1_000);
    lines.behave = () => undefined;
    await lines.restart();
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1', '2', '3']);
  });
});

describe('an answer to an unread read that was lost', () => {
  it('is warned of, once, with the time from which { since } recovers it', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1, ago(30));
    lines.service.receive(NUMBER, 2, ago(20));
    lines.service.lostAnswer = LOST;
    await lines.poll();
    delete lines.service.lostAnswer;
    await lines.run(60_000);
    expect(lines.heard).toEqual([]);
    expect(lines.warnings).toHaveLength(1);

    await lines.restart({ since: sinceIn(lines.warnings[0]) });
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1', '2']);
  });

  it('came after the inbox was last seen empty', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1, ago(60 * 24));
    lines.service.unread.clear();
    await lines.run(60_000);
    lines.service.receive(NUMBER, 2);
    lines.service.lostAnswer = LOST;
    await lines.run(5_000);
    delete lines.service.lostAnswer;
    const since = sinceIn(lines.warnings[0]);
    expect(since.getTime()).toBeGreaterThan(NOW.getTime() - 2 * OVERLAP_MS);
    await lines.restart({ since });
    await lines.run(10_000);
    expect(lines.heard).toEqual(['2']);
  });

  it('is warned of after a restart too', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1, ago(30));
    const read = lines.service.getInbox;
    lines.service.getInbox = (number, afterId) =>
      afterId === undefined ? new Promise(() => undefined) : read(number, afterId);
    void lines.poll();
    await jest.advanceTimersByTimeAsync(10);
    await read(NUMBER);
    lines.service.getInbox = read;
    await lines.restart();
    await lines.run(10_000);
    expect(lines.warnings).toHaveLength(1);
    await lines.restart({ since: sinceIn(lines.warnings[0]) });
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1']);
  });

  it('is recovered though reading had gone on from later texts', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.receive(NUMBER, 1, ago(30));
    lines.service.lostAnswer = LOST;
    await lines.run(1_000);
    delete lines.service.lostAnswer;
    lines.service.receive(NUMBER, 2);
    await lines.run(10_000);
    expect(lines.heard).toEqual(['2']);
    const since = sinceIn(lines.warnings[0]);
    await lines.restart({ since });
    await lines.run(1_000);
    expect(lines.heard).toEqual(['2', '1']);
    // And once only.
    await lines.restart({ since });
    await lines.run(OVERLAP_MS);
    expect(lines.heard).toEqual(['2', '1']);
  });

  it('lets no more be marked read until answers can be understood', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    for (let id = 1; id <= 200; id++) lines.service.receive(NUMBER, id, ago(30));
    const jalali = new PayamSmsUnexpectedAnswerError('getInbox', '[0].date', 'expected Gregorian');
    const read = lines.service.getInbox;
    lines.service.getInbox = async (number, afterId) => {
      await read(number, afterId);
      throw jalali;
    };
    await lines.run(60_000);
    expect(lines.service.asked.filter((id) => id === undefined)).toHaveLength(1);
    lines.service.getInbox = read;
    await lines.run(10_000);
    expect(lines.heard).toHaveLength(110);
    await lines.restart({ since: sinceIn(lines.warnings.at(-1)) });
    await lines.run(10_000);
    expect(new Set(lines.heard).size).toBe(200);
  });

  it('is none when the service said no', async () => {
    const lines = await Lines.open({ startFrom: 'unread' });
    lines.service.failure = new PayamSmsApiError('getInbox', { status: 403 });
    await lines.poll();
    delete lines.service.failure;
    await lines.restart();
    await lines.poll();
    expect(lines.warnings).toEqual([]);
  });
});

describe('a start', () => {
  it.each([
    ['all', ['1', '2', '3']],
    [{ afterId: '1' }, ['2', '3']],
    [{ since: new Date(NOW.getTime() - 25 * 60_000) }, ['2', '3']],
    [{ since: new Date(NOW.getTime() + 60_000) }, []],
  ] as const)('from %j marks nothing read', async (startFrom, heard) => {
    const lines = await Lines.open({ startFrom });
    for (const id of [1, 2, 3]) lines.service.receive(NUMBER, id, ago(40 - 10 * id));
    await lines.run(10_000);
    expect(lines.heard).toEqual(heard);
    expect(lines.service.asked).not.toContain(undefined);
    lines.service.receive(NUMBER, 4);
    await lines.run(10_000);
    expect(lines.heard).toEqual([...heard, '4']);
  });

  it('since an instant passes over what is older, whatever its id', async () => {
    const lines = await Lines.open({ startFrom: { since: ago(25) } });
    lines.service.receive(NUMBER, 1, ago(30));
    lines.service.receive(NUMBER, 2, ago(20));
    lines.service.receive(NUMBER, 3, ago(28));
    await lines.run(3 * OVERLAP_MS);
    expect(lines.heard).toEqual(['2']);
  });

  it('is made once: later ones go on where the last ended', async () => {
    const lines = await Lines.open({ startFrom: 'all' });
    lines.service.receive(NUMBER, 1);
    await lines.run(2 * OVERLAP_MS);
    await lines.restart('unread');
    await lines.run(10_000);
    expect(lines.heard).toEqual(['1']);
    expect((await position(lines))!.askAfter).toBe('1');
  });
});
