import { describe, expect, it } from '@jest/globals';
import type { Dialect, PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { bootApp, type App } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { SENDER, mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

async function speaking(dialect: Partial<Dialect>): Promise<{ sim: PayamSmsSimulator } & App> {
  const sim = await startSimulator({ dialect, credit: 1_000_000, lines: [SENDER, '983000'] });
  return Object.assign(await bootApp(sim), { sim });
}

/** Uses all that the service has, and expects the same of it whatever its dialect. */
async function useEverything({
  sim,
  account,
  sms,
  reports,
  schedule,
}: Awaited<ReturnType<typeof speaking>>) {
  expect(await account.getBalance()).toBe(1_000_000);

  const sendDate = new Date(Math.ceil(sim.now().getTime() / 1_000) * 1_000 + 3_600_000);
  const { accepted, ...others } = await sms.sendMany([
    { recipient: mobile(0), body: 'سلام' },
    { recipient: mobile(1), body: 'سلام', sender: '983000' },
    { recipient: mobile(2), body: 'later', sendDate, customerId: 'later' },
  ]);
  expect(others).toEqual({ rejected: [], unsent: [], unknown: [] });
  expect(accepted.map(({ serverId }) => serverId).toSorted()).toEqual(
    sim.messages.map(({ serverId }) => serverId).toSorted(),
  );

  sim.advance('1m');
  const ids = [...accepted.map(({ serverId }) => serverId), '404'];
  const statuses = await reports.getStatuses(ids);
  expect(statuses.map(({ id }) => id)).toEqual(ids);
  expect(statuses[0]).toMatchObject({ found: true, state: 'delivered' });
  expect(statuses[3]).toEqual({ id: '404', found: false });

  expect((await schedule.list({ customerId: 'later' })).items).toMatchObject([
    { serverId: accepted[2]?.serverId, body: 'later', sendDate },
  ]);
  expect(await schedule.cancel(accepted[2]?.serverId ?? '')).toMatchObject({ cancelled: true });

  expect(await reports.takeUnread(SENDER)).toEqual([]);
  const at = new Date('2025-07-01T12:00:00Z');
  const id = sim.receive({ from: '09121234567', to: SENDER, body: 'سلام', at });
  expect(await reports.getInbox(SENDER, { afterId: '0' })).toEqual([
    { id, from: '989121234567', to: SENDER, body: 'سلام', receivedAt: at },
  ]);

  const rejected = await failureOf(sms.send({ recipient: mobile(), body: 'x', sender: '984000' }));
  expect(rejected).toMatchObject({ name: 'PayamSmsRejectedError', code: 'E223', local: false });
  sim.setCredit(0);
  const unsent = await failureOf(sms.send({ recipient: mobile(), body: 'x' }));
  expect(unsent).toMatchObject({ name: 'PayamSmsUnsentError', reason: 'credit' });
}

describe('all of the service can be used', () => {
  it.each<[string, Partial<Dialect>]>([
    ['in the plainest dialect', {}],
    ['2: logins by form', { loginFields: 'form', loginRefusal: 415 }],
    ['3: a repeated login tells the original life', { repeatedLogin: 'original' }],
    ['4: no expires_in', { expiresIn: 'absent' }],
    ['5: the balance as text', { balance: 'text' }],
    ['5: the balance in quotes', { balance: 'quoted' }],
    ['7, 8: unknown fields are refused', { unknownFields: 'refused' }],
    ['9: mobile as a number', { mobile: 'number' }],
    ['9: answers in any order', { sendOrder: 'shuffled' }],
    ['10: 201', { sendStatus: 201 }],
    ['10: 202', { sendStatus: 202 }],
    ['10: 207', { sendStatus: 207 }],
    ['10: 299', { sendStatus: 299 }],
    ['11: refusals as a list, 4xx', { refusal: { as: 'list', status: 400 } }],
    ['11: refusals as an object', { refusal: { as: 'object', status: 200 } }],
    ['11: refusals as an object, 4xx', { refusal: { as: 'object', status: 409 } }],
    [
      '11: refusals as a list without ids',
      { refusal: { as: 'list', status: 200, ids: 'none', description: '' } },
    ],
    ['11: refusals with mobile alone', { refusal: { as: 'list', status: 422, ids: 'mobile' } }],
    [
      '11: refusals with customerId alone',
      { refusal: { as: 'list', status: 200, ids: 'customerId' } },
    ],
    [
      '11: refusals as one entry for all',
      { refusal: { as: 'list', status: 400, entries: 'one', ids: 'none' } },
    ],
    ['13: unknown ids as entries', { unknownId: { as: 'entry', code: 'E305' } }],
    ['13: unknown ids spoil the answer', { unknownId: { as: 'error', code: 'E8', status: 200 } }],
    ['13: unknown ids spoil it, 4xx', { unknownId: { as: 'error', code: 'E305', status: 404 } }],
    ['14: a word nobody knows', { statusWords: { 'Send Successfully': 'رسید' } }],
    ['14: other spellings', { statusWords: { 'Send Successfully': 'SEND SUCCESSFULLY ' } }],
    ['15: E7', { emptyInbox: { as: 'error', status: 200 } }],
    ['15: E7, 4xx', { emptyInbox: { as: 'error', status: 400 } }],
    ['17: errors as web pages', { errorBody: 'html' }],
    ['17: errors without a body', { errorBody: 'empty' }],
    ['18: ids near 2^63 as texts', { firstId: 2n ** 63n - 1_000n }],
    ['18: ids near 2^63 as numbers', { firstId: 2n ** 63n - 1_000n, serverId: 'number' }],
    ['19: scheduled messages have no status', { scheduledStatus: 'absent' }],
    ['23: a cancellation is a list of one', { cancelAnswer: 'list' }],
    ['24: a bad message spoils the whole call', { badMessage: 'whole' }],
    ['null and numbers for texts are refused', { fieldTypes: 'strict' }],
    [
      'all of them at once',
      {
        loginFields: 'form',
        loginRefusal: 401,
        repeatedLogin: 'original',
        expiresIn: 'absent',
        balance: 'quoted',
        mobile: 'number',
        sendOrder: 'shuffled',
        sendStatus: 202,
        refusal: { as: 'object', status: 422, description: 'no' },
        fieldTypes: 'strict',
        cancelAnswer: 'list',
        badMessage: 'whole',
        unknownId: { as: 'error', code: 'E8', status: 400 },
        emptyInbox: { as: 'error', status: 404 },
        errorBody: 'html',
        firstId: 2n ** 63n - 1_000n,
        serverId: 'number',
        scheduledStatus: 'absent',
      },
    ],
  ])('%s', async (_, dialect) => {
    await expect(useEverything(await speaking(dialect))).resolves.toBeUndefined();
  });
});

it('asks for the paths of the contract, with nothing behind them', async () => {
  const app = await speaking({});
  await useEverything(app);
  await app.sms.sendMany([
    { recipient: mobile(0), body: 'one' },
    { recipient: mobile(1), body: 'two' },
  ]);
  await app.sms.sendMany([{ recipient: mobile(0), body: 'one' }]);
  const paths = new Set(app.sim.requests.map(({ method, path }) => `${method} ${path}`));
  expect(paths).toEqual(
    new Set([
      'POST /auth/oauth/token',
      'GET /accounting/webservice/balance',
      'POST /panel/webservice/send',
      'POST /panel/webservice/sendMultipleWithSrc',
      'POST /panel/webservice/sendMultipleWithSrcBody',
      'GET /report/webservice/status',
      'GET /report/webservice/mo',
      'GET /panel/webservice/scheduledList',
      'POST /panel/webservice/cancelScheduled',
    ]),
  );
});

it('goes on when the provider changes the dialect overnight', async () => {
  const { sim, account, sms } = await speaking({ loginFields: 'json', balance: 'number' });
  await account.getBalance();
  sim.setDialect({ balance: 'text', sendOrder: 'shuffled', mobile: 'number', sendStatus: 201 });
  sim.revokeTokens();
  expect(await account.getBalance()).toBe(1_000_000);
  expect(await sms.send({ recipient: mobile(), body: 'x' })).toMatchObject({ status: 'accepted' });
  // The encoding was found out once, by a login in another one.
  expect(countOf(sim, 'login')).toBe(3);
});
