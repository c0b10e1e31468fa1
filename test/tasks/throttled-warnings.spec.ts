import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ThrottledWarnings } from '../../lib/tasks/throttled-warnings.js';

const MINUTE_MS = 60_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function open() {
  const logger = {
    warn: jest.fn<(said: string) => void>(),
    log: jest.fn<(said: string) => void>(),
  };
  return { logger, warnings: new ThrottledWarnings(logger) };
}

describe('a throttled warning', () => {
  it('is logged again after waits that grow to an hour', async () => {
    const { logger, warnings } = open();
    const loggedAtMinutes: number[] = [];
    for (let minute = 0; minute <= 300; minute++) {
      const before = logger.warn.mock.calls.length;
      warnings.warn('the disk is full');
      if (logger.warn.mock.calls.length > before) loggedAtMinutes.push(minute);
      await jest.advanceTimersByTimeAsync(MINUTE_MS);
    }
    expect(loggedAtMinutes).toEqual([0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
  });

  it('is logged at once when it is a different one, and then throttled anew', async () => {
    const { logger, warnings } = open();
    warnings.warn('the disk is full');
    warnings.warn('the service is away');
    warnings.warn('the service is away');
    expect(logger.warn).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    warnings.warn('the service is away');
    expect(logger.warn).toHaveBeenCalledTimes(3);
  });

  it('is followed by one line when its cause is gone, and by none without a cause', () => {
    const { logger, warnings } = open();
    warnings.recovered('all is well');
    expect(logger.log).not.toHaveBeenCalled();
    warnings.warn('the disk is full');
    warnings.recovered('all is well');
    warnings.recovered('all is well');
    expect(logger.log).toHaveBeenCalledTimes(1);
    warnings.warn('the disk is full');
    expect(logger.warn).toHaveBeenCalledTimes(2);
  });
});
