import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  type AxiosAdapter,
  AxiosError,
  CanceledError,
  type InternalAxiosRequestConfig,
} from 'axios';
import { deferred, type Deferred } from '../support/deferred.js';

let answer: Deferred<unknown>;
let signal: AbortSignal | undefined;
const adapter = async (config: InternalAxiosRequestConfig): Promise<unknown> => {
  signal = config.signal as AbortSignal;
  signal.addEventListener('abort', () => answer.reject(new CanceledError()));
  return answer.promise;
};
jest.unstable_mockModule('axios', () => ({ getAdapter: () => adapter, AxiosError }));
const { withExchangeTimeout } = await import('../../lib/http/exchange-timeout.js');

const config = { url: '/a' } as InternalAxiosRequestConfig;

describe('an exchange', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    answer = deferred();
    signal = undefined;
  });

  it('is answered in time, and leaves no timer behind', async () => {
    const exchange = withExchangeTimeout(adapter as AxiosAdapter, 1_000)(config);
    expect(jest.getTimerCount()).toBe(1);
    answer.resolve('answer');
    expect(await exchange).toBe('answer');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is ended at its deadline, even though the answer trickles in', async () => {
    const exchange = withExchangeTimeout(
      adapter as AxiosAdapter,
      1_000,
    )(config).catch((error: unknown) => error);
    jest.advanceTimersByTime(999);
    expect(signal?.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(signal?.aborted).toBe(true);
    expect(await exchange).toMatchObject({
      message: 'no answer within 1000 ms',
      code: 'ETIMEDOUT',
    });
  });

  it('that fails by itself says so, and leaves no timer behind', async () => {
    const exchange = withExchangeTimeout(adapter as AxiosAdapter, 1_000)(config);
    answer.reject(new Error('reset'));
    await expect(exchange).rejects.toThrow('reset');
    expect(jest.getTimerCount()).toBe(0);
  });
});
