import { describe, expect, it } from '@jest/globals';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { aMessage, numberOf } from '../support/messages.js';
import { acceptAll, setUpSms } from '../support/sms.js';

/** A service whose every call is under way until `during` has run. */
const setUp = (during: () => void) =>
  setUpSms(
    (items) => {
      during();
      return acceptAll(items);
    },
    { batchSize: 2, maxConcurrency: 1 },
  );

const abortable = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
};

describe('aborting', () => {
  it('before the start takes nothing and sends nothing', async () => {
    const { signal, abort } = abortable();
    const { sms, batches } = setUp(abort);
    abort();
    const report = await sms.sendMany([aMessage()], { signal });
    expect(batches).toEqual([]);
    expect(report).toEqual({
      accepted: [],
      rejected: [],
      unsent: [],
      unknown: [],
      stopped: 'aborted',
    });
  });

  it('finishes what is under way, tells it, and pulls no more', async () => {
    const { signal, abort } = abortable();
    const { sms, batches } = setUp(abort);
    let pulled = 0;
    function* endless(): Generator<SmsMessage> {
      for (;;) yield aMessage({ recipient: numberOf(pulled++) });
    }
    const report = await sms.sendMany(endless(), { signal });
    expect(batches).toHaveLength(1);
    expect(report.accepted.map(({ index }) => index)).toEqual([0, 1]);
    expect(report.unsent.every(({ reason }) => reason === 'aborted')).toBe(true);
    expect(report.stopped).toBe('aborted');
    expect(report.accepted.length + report.unsent.length).toBe(pulled);
  });
});
