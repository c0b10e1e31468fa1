import { describe, expect, it } from '@jest/globals';
import { bootApp } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { startServer, afterLogin } from '../support/scripted-server.js';
import { SENDER } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

const text = (body: string, more: object = {}) => ({
  from: '09121234567',
  to: SENDER,
  body,
  ...more,
});

const entry = (id: string) =>
  `{"id":${id},"body":"b","from":"98912","to":"98","date":"2025-01-01 00:00:00"}`;

describe('getInbox', () => {
  it('gives what came after an id, and marks nothing read', async () => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    const [one = '', two, three] = ['a', 'b', 'c'].map((body) => sim.receive(text(body)));
    const later = await reports.getInbox('۲۰۰۰-۱۲۳', { afterId: one });
    expect(later.map(({ id }) => id)).toEqual([two, three]);
    expect(await reports.getInbox(SENDER, { afterId: '0' })).toHaveLength(3);
    expect(await reports.takeUnread(SENDER)).toHaveLength(3);
  });

  it('gives the text to the letter, its parties normalised, and the instant', async () => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    const at = new Date('2025-07-01T20:45:10Z');
    const id = sim.receive(text(' سلام ي ك ۱۲۳\n👍 ', { from: '+98 912 123 4567', at }));
    expect(await reports.getInbox(SENDER, { afterId: '0' })).toEqual([
      { id, from: '989121234567', to: SENDER, body: ' سلام ي ك ۱۲۳\n👍 ', receivedAt: at },
    ]);
  });

  it('leaves a sender that is a name as it is', async () => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    sim.receive(text('welcome', { from: 'IR-MCI' }));
    expect(await reports.getInbox(SENDER, { afterId: '0' })).toMatchObject([{ from: 'IR-MCI' }]);
  });

  it('keeps every digit of ids up to 2^63-1, in both directions', async () => {
    const sim = await startSimulator({ dialect: { firstId: 9_223_372_036_854_775_805n } });
    const { reports } = await bootApp(sim);
    const ids = ['a', 'b', 'c'].map((body) => sim.receive(text(body)));
    expect(ids.at(-1)).toBe('9223372036854775807');
    const all = await reports.getInbox(SENDER, { afterId: '0' });
    expect(all.map(({ id }) => id)).toEqual(ids);
    const last = await reports.getInbox(SENDER, { afterId: '9223372036854775806' });
    expect(last.map(({ id }) => id)).toEqual(['9223372036854775807']);
    expect(sim.requests.at(-1)?.query).toMatchObject({ id: '9223372036854775806' });
  });

  it('orders by id, whatever the order of the answer and the length of the ids', async () => {
    const ids = ['1000000000000000001', '9', '1000000000000000000', '10'];
    const server = await startServer(
      afterLogin(() => ({ body: `[${ids.map(entry).join(', ')}]` })),
    );
    const { reports } = await bootApp(server);
    const texts = await reports.getInbox(SENDER, { afterId: '0' });
    expect(texts.map(({ id }) => id)).toEqual([
      '9',
      '10',
      '1000000000000000000',
      '1000000000000000001',
    ]);
  });

  it('is not deceived by long numbers inside a text', async () => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    const body = '{"id": 12345678901234567890123, "n":[1e400]} \\" \u0001';
    sim.receive(text(body));
    expect(await reports.getInbox(SENDER, { afterId: '0' })).toMatchObject([{ body }]);
  });

  it.each([
    ['Asia/Tehran', '2021-07-01T00:00:00Z'],
    ['Asia/Tehran', '2025-03-20T20:30:00Z'],
    ['UTC', '2025-07-01T00:00:00Z'],
  ])('reads dates in the zone %s', async (timeZone, instant) => {
    const sim = await startSimulator({ dialect: { timeZone } });
    const { reports } = await bootApp(sim, { timeZone });
    sim.receive(text('hello', { at: new Date(instant) }));
    expect((await reports.getInbox(SENDER, { afterId: '0' }))[0]?.receivedAt).toEqual(
      new Date(instant),
    );
  });

  it('refuses Jalali dates, which would lie centuries off', async () => {
    const sim = await startSimulator({ dialect: { inboxCalendar: 'jalali' } });
    const { reports } = await bootApp(sim);
    sim.receive(text('hello'));
    expect(await failureOf(reports.getInbox(SENDER, { afterId: '0' }))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      where: '[0].date',
    });
  });

  it.each([
    ['an entry that is none', 7],
    ['no id', { date: '2025-01-01 00:00:00' }],
    ['an id that is no number', { id: 'x', date: '2025-01-01 00:00:00' }],
    ['an id beyond a Long', { id: '9223372036854775808', date: '2025-01-01 00:00:00' }],
    ['no date', { id: 1 }],
    ['a date that does not exist', { id: 1, date: '2025-02-30 00:00:00' }],
  ])('leaves %s out, and loses no other', async (_, row) => {
    const good = JSON.parse(entry('5')) as object;
    const server = await startServer(afterLogin(() => ({ body: [row, good] })));
    const { reports } = await bootApp(server);
    const texts = [
      ...(await reports.getInbox(SENDER, { afterId: '0' })),
      ...(await reports.takeUnread(SENDER)),
    ];
    expect(texts.map(({ id }) => id)).toEqual(['5', '5']);
  });

  it('refuses what is no list, and says so', async () => {
    const server = await startServer(afterLogin(() => ({ body: {} })));
    const { reports } = await bootApp(server);
    expect(await failureOf(reports.getInbox(SENDER, { afterId: '0' }))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      operation: 'getInbox',
      where: 'body',
    });
  });

  it.each(['', '-1', '1.5', 'x', '۱'])('takes no afterId of %j', async (afterId) => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    expect(await failureOf(reports.getInbox(SENDER, { afterId }))).toBeInstanceOf(TypeError);
    expect(sim.requests).toEqual([]);
  });
});

describe('takeUnread', () => {
  it('takes 90 at a time, each once', async () => {
    const sim = await startSimulator();
    const { reports } = await bootApp(sim);
    const ids = Array.from({ length: 100 }, (_, index) => sim.receive(text(`text ${index}`)));
    const taken = [await reports.takeUnread(SENDER), await reports.takeUnread(SENDER)];
    expect(taken.map(({ length }) => length)).toEqual([90, 10]);
    expect(taken.flat().map(({ id }) => id)).toEqual(ids);
    expect(await reports.takeUnread(SENDER)).toEqual([]);
  });
});

describe.each([
  { as: 'list' },
  { as: 'error', status: 200 },
  { as: 'error', status: 404 },
] as const)('an inbox with nothing new, told by %j', (emptyInbox) => {
  it('is an empty list, both ways of asking', async () => {
    const sim = await startSimulator({ dialect: { emptyInbox } });
    const { reports } = await bootApp(sim);
    expect(await reports.getInbox(SENDER, { afterId: '0' })).toEqual([]);
    expect(await reports.takeUnread(SENDER)).toEqual([]);
    expect(countOf(sim, 'getInbox')).toBe(2);
  });
});

it('says which number is not ours', async () => {
  const sim = await startSimulator({ lines: [SENDER] });
  const { reports } = await bootApp(sim);
  expect(await failureOf(reports.takeUnread('983000'))).toMatchObject({
    name: 'PayamSmsApiError',
    code: 'E223',
  });
});
