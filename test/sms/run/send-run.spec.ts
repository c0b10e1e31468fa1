import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { SendRun } from '../../../lib/sms/run/send-run.js';
import { deferred } from '../../support/deferred.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

const aRun = (signal?: AbortSignal) =>
  new SendRun({ urgent: false, resume: false, guarantee: 'once', sendDeadlineMs: 60_000, signal });

describe('a send run', () => {
  it('is stopped by the caller’s signal, until it ends', () => {
    const controller = new AbortController();
    const [running, ended] = [aRun(controller.signal), aRun(controller.signal)];
    ended.end();
    controller.abort();
    expect([running.stopped, ended.stopped]).toEqual(['aborted', undefined]);
    expect(running.signal.aborted).toBe(true);
  });

  it('is stopped from the start by a signal that is aborted already', () => {
    expect(aRun(AbortSignal.abort()).stopped).toBe('aborted');
  });

  it('keeps the first reason', () => {
    const run = aRun();
    run.stop('credit');
    run.stop('aborted');
    run.shutDown(1_000);
    expect(run.stopped).toBe('credit');
  });

  it('gives all its batches the same time to the end at a shutdown, earlier ones and later ones', () => {
    const run = aRun();
    const [earlier, released] = [run.newDeadline(), run.newDeadline()];
    run.releaseDeadline(released);
    run.shutDown(2_000);
    jest.advanceTimersByTime(500);
    const later = run.newDeadline();
    expect([earlier, later].map(({ leftMs }) => leftMs)).toEqual([1_500, 1_500]);
    expect(released.leftMs).toBe(Infinity);
    for (const deadline of [earlier, later]) run.releaseDeadline(deadline);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is idle once nothing is under way, also of what began meanwhile or failed', async () => {
    const run = aRun();
    const [first, second] = [deferred(), deferred()];
    const failing = run.track(first.promise);
    let isIdle = false;
    const idle = run.idle().then(() => (isIdle = true));
    void run.track(second.promise);
    first.reject(new Error('lost'));
    await expect(failing).rejects.toThrow('lost');
    await jest.advanceTimersByTimeAsync(0);
    expect([isIdle, run.isIdle]).toEqual([false, false]);
    second.resolve();
    await idle;
    expect(run.isIdle).toBe(true);
  });
});
