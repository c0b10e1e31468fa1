import { expect, it, jest } from '@jest/globals';
import { SingleFlight } from '../../lib/concurrency/single-flight.js';
import { deferred } from '../support/deferred.js';

it('runs one piece of work at a time, and gives its result to all that come meanwhile', async () => {
  const flight = new SingleFlight<number>();
  const { promise, resolve } = deferred<number>();
  const work = jest.fn(() => promise);
  const both = [flight.run(work), flight.run(work)];
  expect(flight.isRunning).toBe(true);
  resolve(7);
  await expect(Promise.all(both)).resolves.toEqual([7, 7]);
  expect(work).toHaveBeenCalledTimes(1);
  expect(flight.isRunning).toBe(false);
  await expect(flight.run(async () => 8)).resolves.toBe(8);
});

it('runs anew after a failure', async () => {
  const flight = new SingleFlight<number>();
  await expect(flight.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(flight.run(async () => 1)).resolves.toBe(1);
});
