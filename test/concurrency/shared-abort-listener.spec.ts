import { describe, expect, it, jest } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { onAbort } from '../../lib/concurrency/shared-abort-listener.js';
import { aMessage } from '../support/messages.js';
import { deferred } from '../support/deferred.js';
import { acceptAll, setUpSms } from '../support/sms.js';

describe('listening to an abort signal', () => {
  it('tells every listener of one abort', () => {
    const { signal, abort } = controller();
    const [first, second] = [jest.fn(), jest.fn()];
    onAbort(signal, first);
    onAbort(signal, second);
    abort();
    expect([first, second].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it('tells nobody who has stopped listening, not even in the midst of the abort', () => {
    const { signal, abort } = controller();
    const last = jest.fn();
    onAbort(signal, () => unlisten());
    const unlisten = onAbort(signal, last);
    abort();
    expect(last).not.toHaveBeenCalled();
  });

  it('puts one listener on the signal for a thousand sends, and none after them', async () => {
    const { signal } = controller();
    const answer = deferred();
    const { sms } = setUpSms(async (items) => {
      await answer.promise;
      return acceptAll(items);
    });
    const sends = Array.from({ length: 1_000 }, () => sms.send(aMessage(), { signal }));
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    answer.resolve();
    await Promise.all(sends);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

function controller() {
  const abort = new AbortController();
  return { signal: abort.signal, abort: () => abort.abort() };
}
