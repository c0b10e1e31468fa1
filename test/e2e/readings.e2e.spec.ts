import { describe, expect, it } from '@jest/globals';
import type { Dialect } from 'nestjs-payamsms/simulator';
import { bootApp } from '../support/boot.js';
import { startSimulator, sendsTo } from '../support/simulator.js';
import { SENDER, mobile } from '../support/numbers.js';

async function speaking(dialect: Partial<Dialect>) {
  const sim = await startSimulator({ dialect, lines: [SENDER] });
  return Object.assign(await bootApp(sim), { sim });
}

const texts = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    recipient: mobile(index),
    body: `text ${index}`,
  }));

const REFUSALS: Dialect['refusal'][] = [
  { as: 'list', status: 200 },
  { as: 'list', status: 400 },
  { as: 'list', status: 200, ids: 'none' },
  { as: 'list', status: 200, ids: 'mobile' },
  { as: 'list', status: 422, ids: 'customerId' },
  { as: 'list', status: 400, entries: 'one', ids: 'none' },
  { as: 'list', status: 200, entries: 'one', ids: 'both' },
  { as: 'object', status: 200 },
  { as: 'object', status: 422, description: 'no' },
];

describe.each(REFUSALS)('with wholly refused sends by %j (11)', (refusal) => {
  it('a run out of credit is one send, and each message unsent', async () => {
    const sim = await startSimulator({ dialect: { refusal }, credit: 0 });
    const { sms } = await bootApp(sim);
    const { unsent } = await sms.sendMany(texts(3));
    expect(unsent.map(({ reason }) => reason)).toEqual(['credit', 'credit', 'credit']);
    expect(unsent[0]).toMatchObject({ cause: { code: 'E6' } });
    expect(sendsTo(sim)).toBe(1);
  });

  it('the bad ones among 250 are found where they spoil the whole call (24)', async () => {
    const sim = await startSimulator({
      dialect: { refusal, badMessage: 'whole' },
      sensitiveWords: ['loan'],
      blacklist: [mobile(200)],
    });
    const { sms } = await bootApp(sim);
    const messages = texts(250).map((message, index) =>
      index === 17 ? { ...message, body: 'a loan' } : message,
    );
    const report = await sms.sendMany(messages);
    expect(report.rejected).toMatchObject([
      { index: 17, code: 'E132', local: false },
      { index: 200, code: 'E800', local: false },
    ]);
    expect([report.accepted.length, report.unsent, report.unknown]).toEqual([248, [], []]);
    expect(sim.messages).toHaveLength(248);
    expect(sendsTo(sim)).toBeLessThanOrEqual(40);
  });
});

it.each([204, 205])('asks what became of a send that %d alone answers (10)', async (sendStatus) => {
  const { sim, sms } = await speaking({ sendStatus });
  const { accepted, ...others } = await sms.sendMany(texts(3));
  expect(others).toEqual({ rejected: [], unsent: [], unknown: [] });
  expect(accepted.map(({ settled }) => settled)).toEqual([true, true, true]);
  expect([sendsTo(sim), sim.messages.length]).toEqual([1, 3]);
});

it.each(['object', 'list'] as const)(
  'cancels where the answer is: %s (23)',
  async (cancelAnswer) => {
    const { sim, sms, schedule } = await speaking({ cancelAnswer });
    const sendDate = new Date(sim.now().getTime() + 3_600_000);
    const { serverId } = await sms.send({ recipient: mobile(), body: 'later', sendDate });
    expect(await schedule.cancel(serverId)).toMatchObject({ serverId, cancelled: true });
    expect(await schedule.cancel(serverId)).toMatchObject({ serverId, cancelled: false });
    expect(sim.messages).toMatchObject([{ cancelled: true }]);
  },
);

it('lets the parts decide where no word is known (14)', async () => {
  const { sim, sms, reports } = await speaking({
    statusWords: { 'Send Successfully': 'رسید', Failed: '0', Pending: 'در راه' },
  });
  const { accepted } = await sms.sendMany(texts(2));
  const [first = '', second = ''] = accepted.map(({ serverId }) => serverId);
  sim.setDelivery(first, 'Failed');
  sim.setDelivery(second, 'Pending');
  const states = async () =>
    (await reports.getStatuses([first, second])).map((row) => row.found && row.state);
  expect(await states()).toEqual(['failed', 'other']);
  sim.setDelivery(second, 'Send Successfully');
  expect(await states()).toEqual(['failed', 'delivered']);
});

it('rejects who is on the blacklist alone, with E800', async () => {
  const sim = await startSimulator({ blacklist: ['0912 000 0001'] });
  const { sms } = await bootApp(sim);
  const { accepted, rejected } = await sms.sendMany(texts(3));
  expect(rejected).toMatchObject([{ index: 1, code: 'E800', local: false }]);
  expect(accepted.map(({ index }) => index)).toEqual([0, 2]);
});
