import { describe, expect, it } from '@jest/globals';
import { bootApp } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { startServer, LOGIN, tokenAnswer, type Script } from '../support/scripted-server.js';
import { mobile } from '../support/numbers.js';
import { until } from '../support/waiting.js';
import { deferred } from '../support/deferred.js';

/** Counts what is under way at the server, and holds every answer until told to let go. */
function holding() {
  const release = deferred();
  const seen = { underWay: 0, most: 0, logins: 0 };
  const script: Script = async ({ path }) => {
    if (path === LOGIN) {
      seen.logins++;
      return tokenAnswer();
    }
    seen.most = Math.max(seen.most, ++seen.underWay);
    await release.promise;
    seen.underWay--;
    return { body: path.includes('balance') ? 7 : [] };
  };
  return { release, seen, script };
}

/** An app that has logged in, and when each of its requests arrived, in milliseconds from then. */
async function paced(requestsPerSecond: number) {
  const arrivals: number[] = [];
  const server = await startServer(({ path }) => {
    if (path === LOGIN) return tokenAnswer();
    arrivals.push(performance.now());
    return { body: 7 };
  });
  const app = await bootApp(server, { requestsPerSecond, maxConcurrency: 10 });
  await app.auth.getAccessToken();
  return Object.assign(app, { arrivals });
}

describe('maxConcurrency', () => {
  it.each([
    [undefined, 4],
    [1, 1],
    [7, 7],
  ])('of %s lets %d requests be under way, sends and reads alike', async (maxConcurrency, most) => {
    const { release, seen, script } = holding();
    const { account, sms, reports } = await bootApp(await startServer(script), {
      ...(maxConcurrency && { maxConcurrency }),
    });
    const work = Array.from({ length: 10 }, (_, index) => [
      account.getBalance(),
      sms.sendMany([{ recipient: mobile(index), body: 'hello' }]),
      reports.getStatuses([String(index)]),
    ]).flat();
    await until(`${most} requests are under way`, () => seen.underWay === most);
    release.resolve();
    await Promise.all(work);
    expect(seen).toEqual({ underWay: 0, most, logins: 1 });
  });

  it('counts one campaign’s calls too, those that ask what became of it among them', async () => {
    const { release, seen, script } = holding();
    const { sms } = await bootApp(await startServer(script), {
      batchSize: 1,
      maxConcurrency: 3,
    });
    const campaign = sms.sendMany(
      Array.from({ length: 20 }, (_, index) => ({ recipient: mobile(index), body: 'hello' })),
    );
    await until('3 requests are under way', () => seen.underWay === 3);
    release.resolve();
    // The server knows of none, however often it is asked and sent them.
    expect((await campaign).unsent).toHaveLength(20);
    expect(seen.most).toBe(3);
  });

  it('lets a login through when all places are taken by calls that need it', async () => {
    const sim = await startSimulator({ credit: 7 });
    const { account } = await bootApp(sim, { maxConcurrency: 1 });
    await account.getBalance();
    sim.revokeTokens();
    const balances = await Promise.all(Array.from({ length: 5 }, () => account.getBalance()));
    expect(balances).toEqual([7, 7, 7, 7, 7]);
  });

  it('gives a place back after every kind of failure', async () => {
    const sim = await startSimulator({ credit: 7 });
    const { account, sms } = await bootApp(sim, { maxConcurrency: 1, timeoutMs: 200 });
    for (const kind of ['drop', 'status 500', '401', 'garbage', 'slow', 'status 403'] as const) {
      const balance = sim.fail('getBalance', kind, {
        times: 3,
        delayMs: kind === 'slow' ? 3_600_000 : 0,
      });
      const send = sim.fail('send', kind, { times: 1, delayMs: kind === 'slow' ? 3_600_000 : 0 });
      await account.getBalance().catch(() => {});
      await sms.sendMany([{ recipient: mobile(), body: 'hello' }]);
      balance.remove();
      send.remove();
    }
    expect(await account.getBalance()).toBe(7);
  });
});

describe('requestsPerSecond', () => {
  // Times are taken from before the first request: a busy machine can only make them longer.

  it('spaces requests at the server, and the login does not count', async () => {
    const { arrivals, account } = await paced(20);
    const start = performance.now();
    await Promise.all(Array.from({ length: 11 }, () => account.getBalance()));
    expect(arrivals).toHaveLength(11);
    expect((arrivals.at(-1) ?? 0) - start).toBeGreaterThan(490);
  });

  it('does not hurry after a rest', async () => {
    const { arrivals, account } = await paced(10);
    await account.getBalance();
    await new Promise((resolve) => setTimeout(resolve, 300));
    const start = performance.now();
    await Promise.all([1, 2, 3].map(() => account.getBalance()));
    expect((arrivals.at(-1) ?? 0) - start).toBeGreaterThan(190);
  });

  it('counts what is asked again too', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 503', { times: 4 });
    sim.fail('getBalance', '401', { times: 1 });
    const { account } = await bootApp(sim, {
      requestsPerSecond: 20,
      retry: { maxAttempts: 5, baseDelayMs: 0 },
    });
    const start = performance.now();
    await account.getBalance();
    expect(countOf(sim, 'getBalance')).toBe(6);
    expect(performance.now() - start).toBeGreaterThan(240);
  });
});
