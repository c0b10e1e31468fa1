import { describe, expect, it, jest } from '@jest/globals';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { bootApp, type App } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { startServer, LOGIN, tokenAnswer } from '../support/scripted-server.js';
import { useSteppedTime } from '../support/stepped-time.js';

const time = useSteppedTime();

const LIFE_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** Asks again and again over a stretch of time: sparsely at first, every second in the last minute. */
async function callConstantly({ account }: App, forMs: number): Promise<number> {
  let calls = 0;
  for (let leftMs = forMs; leftMs > 0; calls++) {
    await account.getBalance();
    const stepMs = leftMs > MINUTE_MS ? Math.min(5 * MINUTE_MS, leftMs - MINUTE_MS) : 1_000;
    time.advance(stepMs);
    leftMs -= stepMs;
  }
  return calls;
}

/** Somebody else's login, so that the token is already old when the app meets it. */
async function tokenOfAge(sim: PayamSmsSimulator, ageMs: number): Promise<void> {
  const other = await bootApp(sim);
  await other.auth.getAccessToken();
  time.advance(ageMs);
}

describe.each(['remaining', 'original'] as const)('a repeated login tells the %s life', (told) => {
  it('logs in once for a whole token life, its last minute included', async () => {
    const sim = await startSimulator({ dialect: { repeatedLogin: told } });
    const app = await bootApp(sim);
    const calls = await callConstantly(app, LIFE_MS - 1_000);
    expect(calls).toBeGreaterThan(60);
    expect(countOf(sim, 'login')).toBe(1);
  });

  it('logs in once a life for three lives on end', async () => {
    const sim = await startSimulator({ dialect: { repeatedLogin: told } });
    const app = await bootApp(sim);
    for (const life of [1, 2, 3]) {
      await callConstantly(app, LIFE_MS);
      expect(countOf(sim, 'login')).toBe(life);
    }
  });

  it('makes no storm of logins while a token that it met old dies', async () => {
    const sim = await startSimulator({ dialect: { repeatedLogin: told } });
    await tokenOfAge(sim, LIFE_MS - 30_500);
    const app = await bootApp(sim);
    await callConstantly(app, 30_000);
    // Its own, and one more in the second that was rounded down.
    expect(countOf(sim, 'login') - 1).toBeLessThanOrEqual(2);
    await callConstantly(app, MINUTE_MS);
    expect(countOf(sim, 'login') - 1).toBeLessThanOrEqual(3);
  });

  it('survives a token that has less than a second left', async () => {
    const sim = await startSimulator({ dialect: { repeatedLogin: told } });
    await tokenOfAge(sim, LIFE_MS - 900);
    const app = await bootApp(sim);
    for (let call = 0; call < 40; call++) {
      await app.account.getBalance();
      time.advance(50);
    }
    // The dying token, and the one after it.
    expect(countOf(sim, 'login') - 1).toBe(2);
  });

  it('keeps the known end of a token that was refused although it lives', async () => {
    const sim = await startSimulator({ dialect: { repeatedLogin: told } });
    const app = await bootApp(sim);
    await callConstantly(app, LIFE_MS / 2);
    // The same token comes back.
    sim.fail('getBalance', '401', { times: 1 });
    await callConstantly(app, LIFE_MS / 2);
    await callConstantly(app, MINUTE_MS);
    // The first, the repeated, and the next life's.
    expect(countOf(sim, 'login')).toBe(3);
  });
});

it.each([-LIFE_MS, LIFE_MS])('does not mind a wall clock that is moved by %d ms', async (byMs) => {
  const sim = await startSimulator();
  const { account } = await bootApp(sim);
  await account.getBalance();
  const moved = Date.now() + byMs;
  jest.spyOn(Date, 'now').mockImplementation(() => moved);
  await account.getBalance();
  time.advance(LIFE_MS);
  await account.getBalance();
  expect(countOf(sim, 'login')).toBe(2);
});

describe('expires_in', () => {
  it('may be absent: the token is used until it is refused', async () => {
    const sim = await startSimulator({ dialect: { expiresIn: 'absent' } });
    const app = await bootApp(sim);
    await callConstantly(app, LIFE_MS);
    expect(countOf(sim, 'login')).toBe(1);
    await app.account.getBalance();
    expect(countOf(sim, 'login')).toBe(2);
  });

  it('is read at every login, for the provider may change it', async () => {
    const sim = await startSimulator();
    const app = await bootApp(sim);
    await app.account.getBalance();
    sim.setDialect({ tokenLifetimeMs: 60_000 });
    time.advance(LIFE_MS);
    for (let life = 0; life < 3; life++) {
      await app.account.getBalance();
      time.advance(60_000);
    }
    expect(countOf(sim, 'login')).toBe(4);
  });

  it.each([0, -5, 'soon', null, {}, 1e300, '120'])(
    'may be %j without a login for every call',
    async (expiresIn) => {
      const server = await startServer(({ path }) =>
        path === LOGIN ? tokenAnswer('a-token', expiresIn) : { body: 1 },
      );
      const { account } = await bootApp(server);
      for (let call = 0; call < 10; call++) await account.getBalance();
      expect(server.count(LOGIN)).toBe(1);
    },
  );

  it('may be a number in quotes', async () => {
    const server = await startServer(({ path, nth }) =>
      path === LOGIN ? tokenAnswer(`token-${nth}`, '120') : { body: 1 },
    );
    const { auth } = await bootApp(server);
    await auth.getAccessToken();
    time.advance(119_000);
    expect(await auth.getAccessToken()).toBe('token-1');
    time.advance(2_000);
    expect(await auth.getAccessToken()).toBe('token-2');
  });
});
