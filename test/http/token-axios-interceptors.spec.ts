import { describe, expect, it, jest } from '@jest/globals';
import type { AxiosRequestConfig, InternalAxiosRequestConfig } from 'axios';
import { LightAbortSignal } from '../../lib/concurrency/light-abort-signal.js';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { Limiter } from '../../lib/http/limiter.js';
import { addTokenInterceptors } from '../../lib/http/token-axios-interceptors.js';
import { TokenSource } from '../../lib/http/token-source.js';
import { deferred } from '../support/deferred.js';
import { authorizationOf, fakeAxios, type FakeAnswer } from '../support/fake-axios.js';

/** Gives the token at hand, and a new one once that was dropped. */
class Tokens extends TokenSource {
  readonly dropped: string[] = [];
  logins = 0;
  #token?: string;

  get hasToken(): boolean {
    return this.#token !== undefined;
  }

  getToken(): Promise<string> {
    this.#token ??= `t${++this.logins}`;
    return Promise.resolve(this.#token);
  }

  dropToken(refused: string): void {
    this.dropped.push(refused);
    if (this.#token === refused) this.#token = undefined;
  }
}

type Answer = (authorization: string, request: InternalAxiosRequestConfig) => FakeAnswer;

function setUp(answer: Answer) {
  const tokens = new Tokens();
  const used: string[] = [];
  const limiter = new Limiter({ maxConcurrency: 100 });
  const axios = fakeAxios((config) => {
    used.push(authorizationOf(config));
    return answer(authorizationOf(config), config);
  });
  addTokenInterceptors(axios, tokens, limiter);
  return { axios, tokens, used, limiter };
}

const refuseFirst: Answer = (authorization) => ({
  status: authorization === 'Bearer t1' ? 401 : 200,
  body: 'fine',
});

describe('every request', () => {
  it('carries the token', async () => {
    const { axios, used, tokens } = setUp(() => ({ status: 200 }));
    await axios.get('/a');
    await axios.get('/b');
    expect(used).toEqual(['Bearer t1', 'Bearer t1']);
    expect(tokens.logins).toBe(1);
  });

  it('keeps an Authorization of its own, as the login does, and is not repeated', async () => {
    const { axios, used, tokens } = setUp(() => ({ status: 401 }));
    const { status } = await axios.get('/a', { headers: { Authorization: 'Basic x' } });
    expect(status).toBe(401);
    expect(used).toEqual(['Basic x']);
    expect(tokens).toMatchObject({ logins: 0, dropped: [] });
  });

  it.each([200, 400, 403, 500])('is answered as it is with a %i', async (answered) => {
    const { axios, used, tokens } = setUp(() => ({ status: answered, body: 'b' }));
    const { status, data } = await axios.get<Buffer>('/a');
    expect([status, data.toString()]).toEqual([answered, 'b']);
    expect(used).toHaveLength(1);
    expect(tokens.dropped).toEqual([]);
  });
});

describe('a 401', () => {
  it('drops the token, gets the next one and repeats the same request once', async () => {
    const bodies: unknown[] = [];
    const { axios, used, tokens } = setUp((authorization, { data, url, method }) => {
      bodies.push([method, url, String(data)]);
      return refuseFirst(authorization, {} as InternalAxiosRequestConfig);
    });
    const { data } = await axios.post<Buffer>('/send', Buffer.from('[1]'));
    expect(data.toString()).toBe('fine');
    expect(used).toEqual(['Bearer t1', 'Bearer t2']);
    expect(bodies).toEqual([
      ['post', '/send', '[1]'],
      ['post', '/send', '[1]'],
    ]);
    expect(tokens).toMatchObject({ logins: 2, dropped: ['t1'] });
  });

  it('has the body made anew for the repeat: some of what it held may be wanted no more', async () => {
    const bodies: string[] = [];
    const { axios } = setUp((authorization, { data }) => {
      bodies.push(String(data));
      return refuseFirst(authorization, {} as InternalAxiosRequestConfig);
    });
    const steps: string[] = [];
    const attempt = {
      signal: new LightAbortSignal(),
      leave: () => void steps.push('leave'),
      comeBack: () => void steps.push('come back'),
    };
    const makeBody = () => {
      steps.push('make');
      return Buffer.from('[1]');
    };
    const config = { attempt, makeBody } as AxiosRequestConfig;
    await axios.post('/send', Buffer.from('[1,2]'), config);
    expect(bodies).toEqual(['[1,2]', '[1]']);
    expect(steps).toEqual(['come back', 'leave', 'make']);
  });

  it('met by fifty requests in flight costs one login', async () => {
    const { axios, tokens } = setUp(refuseFirst);
    const answers = await Promise.all(Array.from({ length: 50 }, () => axios.get('/a')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(tokens.logins).toBe(2);
  });

  it('that comes late drops the old token, not the one that is in force by then', async () => {
    const late = deferred();
    const axiosAnswer = async (config: InternalAxiosRequestConfig): Promise<FakeAnswer> => {
      const first = authorizationOf(config) === 'Bearer t1';
      if (first && config.url === '/slow') await late.promise;
      return { status: first ? 401 : 200 };
    };
    const tokens = new Tokens();
    const axios = fakeAxios(axiosAnswer);
    addTokenInterceptors(axios, tokens, new Limiter({ maxConcurrency: 100 }));

    const slow = axios.get('/slow');
    await axios.get('/quick');
    expect(await tokens.getToken()).toBe('t2');
    late.resolve();
    expect((await slow).status).toBe(200);
    expect(tokens.dropped).toEqual(['t1', 't1']);
    expect(tokens.logins).toBe(2);
  });

  it('for the second time is an authentication error, and never a loop', async () => {
    const { axios, used, tokens } = setUp(() => ({ status: 401 }));
    const error: unknown = await axios.get('/a').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(PayamSmsAuthenticationError);
    expect(error).toMatchObject({ status: 401 });
    expect(used).toEqual(['Bearer t1', 'Bearer t2']);
    expect(tokens.dropped).toEqual(['t1', 't2']);
  });

  it('takes a turn of the rate for the repeat, but no second place', async () => {
    const { axios, limiter } = setUp(refuseFirst);
    const pace = jest.spyOn(limiter, 'pace');
    const run = jest.spyOn(limiter, 'run');
    await axios.get('/a');
    expect(pace).toHaveBeenCalledTimes(1);
    expect(run).not.toHaveBeenCalled();
  });

  it('followed by a refused login throws what the login says', async () => {
    const { axios, tokens } = setUp(refuseFirst);
    const refused = new PayamSmsAuthenticationError('wrong password', { status: 401 });
    const getToken = jest.spyOn(tokens, 'getToken');
    getToken.mockResolvedValueOnce('t1').mockRejectedValueOnce(refused);
    await expect(axios.get('/a')).rejects.toBe(refused);
  });
});
