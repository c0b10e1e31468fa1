import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type AxiosAdapter, AxiosHeaders, type AxiosResponse } from 'axios';
import { PassThrough } from 'node:stream';
import { defectOf } from '../../lib/http/network-failure.js';
import { refusingFakeTicks } from '../../lib/http/fake-timers.js';

const config = { headers: new AxiosHeaders() };

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('where process.nextTick is faked', () => {
  const adapter = jest.fn<AxiosAdapter>(async () => ({}) as AxiosResponse);

  it('requests are made as long as Node has its own', async () => {
    jest.useFakeTimers();
    await refusingFakeTicks(adapter)(config);
    expect(adapter).toHaveBeenCalledWith(config);
  });

  it('a request is refused, as a defect, where Node itself has the fake one', async () => {
    adapter.mockClear();
    jest.useFakeTimers();
    // Node's ticks cannot be faked from within Jest: what is seen of it is a stream that never ends.
    jest.spyOn(PassThrough.prototype, 'destroy').mockReturnThis();
    const refusal: unknown = await refusingFakeTicks(adapter)(config).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({
      message: expect.stringContaining('process.nextTick is faked'),
    });
    expect(defectOf(refusal)).toBe(refusal);
    expect(adapter).not.toHaveBeenCalled();
  });
});
