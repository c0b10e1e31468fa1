import { describe, expect, it } from '@jest/globals';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { startServer, afterLogin } from '../support/scripted-server.js';
import { mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

describe('the balance', () => {
  it.each(['number', 'text', 'quoted'] as const)(
    'is in rials, whether it comes as %s',
    async (balance) => {
      const sim = await startSimulator({ credit: 1_250_000, dialect: { balance } });
      const { account } = await bootApp(sim);
      expect(await account.getBalance()).toBe(1_250_000);
    },
  );

  it.each([
    ['0', 0],
    ['-150', -150],
    ['12.5', 12.5],
    [' 42\n', 42],
    ['9007199254740991', 9_007_199_254_740_991],
  ])('of %j is %d', async (body, balance) => {
    const server = await startServer(afterLogin(() => ({ body })));
    const { account } = await bootApp(server);
    expect(await account.getBalance()).toBe(balance);
  });

  it('goes down with what is sent', async () => {
    const sim = await startSimulator({ credit: 5_000, pricePerPart: 1_000 });
    const { account, sms } = await bootApp(sim);
    await sms.send({ recipient: mobile(), body: 'آ'.repeat(71) });
    expect(await account.getBalance()).toBe(3_000);
  });

  it.each(['', 'null', '{}', '[]', '"much"', 'true', '<html>', '{"balance":5}', '12,5'])(
    'is an unexpected answer when it is %j',
    async (body) => {
      const server = await startServer(afterLogin(() => ({ body })));
      const { account } = await bootApp(server);
      expect(await failureOf(account.getBalance())).toMatchObject({
        name: 'PayamSmsUnexpectedAnswerError',
        operation: 'getBalance',
        where: 'body',
      });
    },
  );

  it('may be refused with a code', async () => {
    const server = await startServer(
      afterLogin(() => ({ status: 403, body: { errorCode: 'E4', description: 'no' } })),
    );
    const { account } = await bootApp(server);
    expect(await failureOf(account.getBalance())).toMatchObject({
      name: 'PayamSmsApiError',
      operation: 'getBalance',
      status: 403,
      code: 'E4',
    });
  });
});
