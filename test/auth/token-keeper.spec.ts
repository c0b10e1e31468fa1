import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IssuedToken } from '../../lib/api/api.types.js';
import type { LoginApi } from '../../lib/api/login.api.js';
import { AuthService } from '../../lib/auth/auth.service.js';
import { TokenKeeper } from '../../lib/auth/token-keeper.js';
import { deferred } from '../support/deferred.js';
import { Limiter } from '../../lib/http/limiter.js';
import { someSettings } from '../support/settings.js';

const settings = someSettings({ loginEncoding: 'json' });

function keeper(login: () => Promise<IssuedToken>) {
  const asked = jest.fn(login);
  return {
    tokens: new TokenKeeper(
      { login: asked } as unknown as LoginApi,
      new Limiter(settings),
      settings,
    ),
    login: asked,
  };
}

/** Logins that bring a new token each, for so many seconds. */
function fresh(expiresInSeconds?: number) {
  let made = 0;
  return keeper(async () => ({
    value: `t${++made}`,
    ...(expiresInSeconds !== undefined && { expiresInSeconds }),
  }));
}

/** A service that brings one token again and again until its minute is over. */
function service(told: 'remaining' | 'original') {
  const endsAt = performance.now() + 60_000;
  return keeper(async () => {
    const leftMs = endsAt - performance.now();
    if (leftMs <= 0) return { value: 'next', expiresInSeconds: 60 };
    const seconds = told === 'original' ? 60 : Math.floor(leftMs / 1000);
    return { value: 'same', expiresInSeconds: seconds };
  });
}

beforeEach(() => {
  jest.useFakeTimers();
});

describe('a token', () => {
  it('comes from one login for a thousand concurrent calls', async () => {
    const answer = deferred<IssuedToken>();
    const { tokens, login } = keeper(() => answer.promise);
    const calls = Array.from({ length: 1_000 }, () => tokens.getToken());
    answer.resolve({ value: 't1', expiresInSeconds: 60 });
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['t1']));
    expect(login).toHaveBeenCalledTimes(1);
  });

  it('is not asked for before anyone needs it', () => {
    expect(fresh().login).not.toHaveBeenCalled();
  });

  it('serves its whole life, the last moment included, and a new one follows', async () => {
    const { tokens, login } = fresh(3_600);
    await tokens.getToken();
    jest.advanceTimersByTime(3_599_999);
    expect(await tokens.getToken()).toBe('t1');
    expect(login).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(1);
    expect(await tokens.getToken()).toBe('t2');
    expect(await tokens.getToken()).toBe('t2');
    expect(login).toHaveBeenCalledTimes(2);
  });

  it('is renewed once by a thousand calls at its end', async () => {
    const { tokens, login } = fresh(60);
    await tokens.getToken();
    jest.advanceTimersByTime(60_000);
    const all = await Promise.all(Array.from({ length: 1_000 }, () => tokens.getToken()));
    expect(new Set(all)).toEqual(new Set(['t2']));
    expect(login).toHaveBeenCalledTimes(2);
  });

  it('lives by the clock that nobody sets', async () => {
    const { tokens, login } = fresh(60);
    await tokens.getToken();
    jest.setSystemTime(Date.now() + 365 * 86_400_000);
    expect(await tokens.getToken()).toBe('t1');
    jest.setSystemTime(0);
    jest.advanceTimersByTime(60_000);
    expect(await tokens.getToken()).toBe('t2');
    expect(login).toHaveBeenCalledTimes(2);
  });

  it('whose life was not told serves until it is refused', async () => {
    const { tokens, login } = fresh();
    await tokens.getToken();
    jest.advanceTimersByTime(10 * 365 * 86_400_000);
    expect(await tokens.getToken()).toBe('t1');
    tokens.dropToken('t1');
    expect(await tokens.getToken()).toBe('t2');
    expect(login).toHaveBeenCalledTimes(2);
  });

  it.each([0, -1])(
    'with %i seconds left serves until it is refused, without a storm',
    async (left) => {
      const { tokens, login } = fresh(left);
      for (let i = 0; i < 100; i++) expect(await tokens.getToken()).toBe('t1');
      jest.advanceTimersByTime(5_000);
      expect(await tokens.getToken()).toBe('t1');
      expect(login).toHaveBeenCalledTimes(1);
      tokens.dropToken('t1');
      expect(await tokens.getToken()).toBe('t2');
    },
  );

  it('is what AuthService hands out', async () => {
    const { tokens } = fresh(60);
    expect(await new AuthService(tokens).getAccessToken()).toBe('t1');
  });
});

describe('the same token again', () => {
  it.each(['remaining', 'original'] as const)(
    'with its %s life costs one login more at the most, then serves until it is refused',
    async (told) => {
      const { tokens, login } = service(told);
      jest.advanceTimersByTime(30_500); // The token is older than we know: 29.5 s are left.
      await tokens.getToken();
      for (let i = 0; i < 1_000; i++) {
        jest.advanceTimersByTime(29);
        expect(await tokens.getToken()).toBe('same');
      }
      expect(login.mock.calls.length).toBeLessThanOrEqual(2);
    },
  );

  it('keeps the end that is known when its original life is told once more', async () => {
    const answers = [60, 60, 60];
    const { tokens, login } = keeper(async () => ({
      value: 'same',
      expiresInSeconds: answers.shift()!,
    }));
    await tokens.getToken();
    jest.advanceTimersByTime(60_000);
    // Its end has come by our clock, yet the service brings it again: only a 401 can tell now.
    await tokens.getToken();
    jest.advanceTimersByTime(600_000);
    await tokens.getToken();
    expect(login).toHaveBeenCalledTimes(2);
  });

  it('has its life told anew after it was dropped', async () => {
    const { tokens, login } = keeper(async () => ({ value: 'same', expiresInSeconds: 60 }));
    await tokens.getToken();
    tokens.dropToken('same');
    await tokens.getToken();
    jest.advanceTimersByTime(59_999);
    await tokens.getToken();
    expect(login).toHaveBeenCalledTimes(2);
  });
});

describe('dropping', () => {
  it('takes away only the token that was used', async () => {
    const { tokens, login } = fresh(60);
    const first = await tokens.getToken();
    tokens.dropToken(first);
    expect(await tokens.getToken()).toBe('t2');
    // Refusals of the first that come late.
    for (let i = 0; i < 50; i++) tokens.dropToken(first);
    expect(await tokens.getToken()).toBe('t2');
    expect(login).toHaveBeenCalledTimes(2);
  });

  it('does nothing where there is no token', async () => {
    const { tokens, login } = fresh(60);
    tokens.dropToken('t0');
    expect(await tokens.getToken()).toBe('t1');
    expect(login).toHaveBeenCalledTimes(1);
  });

  it('costs one login for fifty calls that were refused together', async () => {
    const { tokens, login } = fresh(60);
    await tokens.getToken();
    const again = Array.from({ length: 50 }, () => {
      tokens.dropToken('t1');
      return tokens.getToken();
    });
    expect(new Set(await Promise.all(again))).toEqual(new Set(['t2']));
    expect(login).toHaveBeenCalledTimes(2);
  });
});
