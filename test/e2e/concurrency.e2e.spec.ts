import { describe, expect, it } from '@jest/globals';
import { LOGIN, type Script, tokenAnswer } from './support/scripted-server.js';
import { countOf, mobile, useStage } from './support/stage.js';
import { Signal, until } from './support/waiting.js';

const stage = useStage();

/** Counts what is under way at the server, and holds every answer until told to let go. */
function holding() {
  const release = new Signal();
  const seen = { underWay: 0, most: 0, logins: 0 };
  const script: Script = async ({ path }) => {
    if (path === LOGIN) {
      seen.logins++;
      return tokenAnswer();
    }
    seen.most = Math.max(seen.most, ++seen.underWay);
    await release.given;
    seen.underWay--;
    return { body: path.includes('balance') ? 7 : [] };
  };
  return { release, seen, script };
}

/** An app that has logged in, and when each of its requests arrived, in milliseconds from then. */
async function paced(requestsPerSecond: number) {
  const arrivals: number[] = [];
  const server = await stage.server(({ path }) => {
    if (path === LOGIN) return tokenAnswer();
    arrivals.push(performance.now());
    return { body: 7 };
  });
  const app = await stage.app(server, { requestsPerSecond, maxConcurrency: 10 });
  await app.auth.getAccessToken();
  return { arrivals, ...app };
}

describe('maxConcurrency', () => {
  it.each([
    [undefined, 4],
    [1, 1],
    [7, 7],
  ])('of %s lets %d requests be under way, sends and reads alike', async (maxConcurrency, most) => {
    const { release, seen, script } = holding();
    const { account, sms, reports } = await stage.app(await stage.server(script), {
      ...(maxConcurrency && { maxConcurrency }),
    });
    const work = Array.from({ length: 10 }, (_, index) => [
      account.getBalance(),
      sms.sendMany([{ recipient: mobile(index), body: 'hello' }]),
      reports.getStatuses([String(index)]),
    ]).flat();
    await until(`${most} requests are under way`, () => seen.underWay === most);
    release.give();
    await Promise.all(work);
    expect(seen).toEqual({ underWay: 0, most, logins: 1 });
  });

  it('counts one campaign’s calls too, those that ask what became of it among them', async () => {
    const { release, seen, script } = holding();
    const { sms } = await stage.app(await stage.server(script), {
      batchSize: 1,
      maxConcurrency: 3,
    });
    const campaign = sms.sendMany(
      Array.from({ length: 20 }, (_, index) => ({ recipient: mobile(index), body: 'hello' })),
    );
    await until('3 requests are under way', () => seen.underWay === 3);
    release.give();
    // The server knows of none, however often it is asked and sent them.
    expect((await campaign).unsent).toHaveLength(20);
    expect(seen.most).toBe(3);
  });

  it('lets a login through when all places are taken by calls that need it', async () => {
    const sim = await stage.simulator({ credit: 7 });
    const { account } = await stage.app(sim, { maxConcurrency: 1 });
    await account.getBalance();
    sim.revokeTokens();
    const balances = await Promise.all(Array.from({ length: 5 }, () => account.getBalance()));
    expect(balances).toEqual([7, 7, 7, 7, 7]);
  });

  it('gives a place back after every kind of failure', async () => {
    const sim = await stage.simulator({ credit: 7 });
    const { account, sms } = await stage.app(sim, { maxConcurrency: 1, timeoutMs: 200 });
    for (const kind of ['drop', 'status 500', '401', 'garbage', 'slow', 'status 403'] as const) {
      const balance = sim.fail('getBalance', kind, {
        times: 3,
        delayMs: kind === 'slow' ? 5_000 : 0,
      });
      const send = sim.fail('send', kind, { times: 1, delayMs: kind === 'slow' ? 5_000 : 0 });
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
    const sim = await stage.simulator();
    sim.fail('getBalance', 'status 503', { times: 4 });
    sim.fail('getBalance', '401', { times: 1 });
    const { account } = await stage.app(sim, {
      requestsPerSecond: 20,
      retry: { maxAttempts: 5, baseDelayMs: 0 },
    });
    const start = performance.now();
    await account.getBalance();
    expect(countOf(sim, 'getBalance')).toBe(6);
    expect(performance.now() - start).toBeGreaterThan(240);
  });
});
