import { describe, expect, it } from '@jest/globals';
import {
  NEW_RUN,
  nextRunState,
  type RunResult,
  type RunState,
  type StopReason,
} from '../../lib/delivery/run-state.js';
import { PayamSmsAuthenticationError } from '../../lib/errors/authentication.error.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { listenerFailure } from '../support/listener-failure.js';

const reset = new PayamSmsTransportError('getStatus', { cause: new Error('reset') });
const tooMany = new PayamSmsTransportError('getStatus', { cause: undefined, retryAfterMs: 1 });
const refused = new PayamSmsAuthenticationError('The login was refused', { status: 401 });
const full = new PayamSmsStoreError('full', 'record delivery states');
const lost = new PayamSmsStoreError('lease-lost', 'record delivery states');
const failures = [listenerFailure(new Error('no'))];

const answered: RunResult = { type: 'call-answered' };
const callFailed: RunResult = { type: 'call-failed', error: reset };
const resolved: RunResult = { type: 'listeners-resolved' };
const failed = (id = 'a'): RunResult => ({ type: 'listeners-failed', id, failures });
const times = <T>(count: number, item: T) => Array.from({ length: count }, () => item);
const after = (results: readonly RunResult[]): RunState => results.reduce(nextRunState, NEW_RUN);

describe('a run', () => {
  it.each<[string, RunResult[], StopReason | undefined]>([
    ['goes on at first', [], undefined],
    ['goes on after answers', times(9, answered), undefined],
    ['goes on after two calls that failed', times(2, callFailed), undefined],
    ['stops after three calls that failed in a row', times(3, callFailed), 'calls-fail'],
    [
      'goes on where an answer came between them',
      [...times(2, callFailed), answered, ...times(2, callFailed)],
      undefined,
    ],
    ['stops for a limiter', [{ type: 'call-failed', error: tooMany }], 'limiter-asks-to-wait'],
    ['stops for a refused login', [{ type: 'call-failed', error: refused }], 'login-refused'],
    ['goes on after 99 messages whose listeners failed', times(99, failed()), undefined],
    ['stops after 100 of them in a row', times(100, failed()), 'listeners-fail'],
    [
      'goes on where listeners resolved between them',
      [...times(99, failed()), resolved, ...times(99, failed())],
      undefined,
    ],
    ['stops when the store fails', [{ type: 'failed', error: full }], 'failed'],
    ['stays stopped by an answer', [...times(3, callFailed), answered], 'calls-fail'],
    [
      'keeps its first reason',
      [{ type: 'call-failed', error: tooMany }, ...times(100, failed())],
      'limiter-asks-to-wait',
    ],
  ])('%s', (_, results, stop) => {
    expect(after(results).stop).toBe(stop);
  });

  it.each<[string, RunResult[], unknown]>([
    ['nothing where all is well', [answered, resolved], undefined],
    ['nothing for listeners that fail: they are logged', times(100, failed()), undefined],
    ['the error of a call, though others were answered', [callFailed, answered], reset],
    ['the first error', [callFailed, { type: 'failed', error: full }], reset],
    ['a lost lease before any other', [callFailed, { type: 'failed', error: lost }], lost],
  ])('rejects with %s', (_, results, error) => {
    expect(after(results).error?.error).toBe(error);
  });

  it('counts what was emitted, though it stopped meanwhile', () => {
    expect(after([resolved, ...times(3, callFailed), resolved]).emitted).toBe(2);
  });

  it('keeps the ids of the first ten messages that failed, their number and the last failures', () => {
    const last = [listenerFailure(new Error('the last'))];
    const results = Array.from({ length: 11 }, (_, i) => failed(`${i}`));
    results.push({ type: 'listeners-failed', id: '11', failures: last });
    expect(after(results).failedMessages).toEqual({
      count: 12,
      ids: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      lastFailures: last,
    });
  });
});
