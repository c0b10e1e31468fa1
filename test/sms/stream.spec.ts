import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { collect } from '../support/collect.js';
import { deferred } from '../support/deferred.js';
import { aMessage, numberOf } from '../support/messages.js';
import { acceptAll, someMessages, setUpSms } from '../support/sms.js';

describe('stream', () => {
  it('tells outcomes in input order, whichever batch ends first', async () => {
    const first = deferred();
    let batch = 0;
    const { sms } = setUpSms(
      async (items) => {
        if (batch++ === 0) await first.promise;
        else first.resolve();
        return acceptAll(items);
      },
      { batchSize: 2, maxConcurrency: 3 },
    );
    const outcomes = await collect(sms.stream(someMessages(6)));
    expect(outcomes.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('takes any iterable, and pulls no further than its batches go', async () => {
    let pulled = 0;
    async function* endless(): AsyncGenerator<SmsMessage> {
      for (;;) yield aMessage({ recipient: numberOf(pulled++) });
    }
    const { sms } = setUpSms(acceptAll, { batchSize: 5, maxConcurrency: 2 });
    for await (const outcome of sms.stream(endless())) {
      expect(outcome.status).toBe('accepted');
      break;
    }
    // Four batches a place may wait to be told, one more is being filled.
    expect(pulled).toBeLessThanOrEqual((4 * 2 + 1) * 5);
  });

  it('tells the sums so far, up to the last', async () => {
    const sums: object[] = [];
    const { sms } = setUpSms(acceptAll, { batchSize: 2, maxConcurrency: 1 });
    const onProgress = (counts: object) => void sums.push(counts);
    await collect(sms.stream([...someMessages(3), aMessage({ body: '' })], { onProgress }));
    expect(sums).toEqual([
      { accepted: 2, rejected: 0, unsent: 0, unknown: 0 },
      { accepted: 3, rejected: 1, unsent: 0, unknown: 0 },
    ]);
  });
});
