import { describe, expect, it, jest } from '@jest/globals';
import type { SendAnswer, WireMessage } from '../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { SmsService } from '../../lib/sms/sms.service.js';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { aMessage, numberOf } from '../support/messages.js';
import { someSettings } from '../support/settings.js';

/** A service whose every call is under way until `during` has run. */
function setUp(during: () => void) {
  const take = jest.fn(async (_: object, items: readonly WireMessage[]): Promise<SendAnswer> => {
    during();
    return { entries: items.map(({ customerId }) => ({ customerId, serverId: '9' })) };
  });
  const api = { time: new WireTime('Asia/Tehran'), sendMultipleWithSrcBody: take };
  const settings = someSettings({ batchSize: 2, maxConcurrency: 1 });
  return { sms: new SmsService(api as unknown as PayamSmsApi, settings), take };
}

const abortable = () => {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
};

describe('aborting', () => {
  it('before the start sends nothing', async () => {
    const { signal, abort } = abortable();
    const { sms, take } = setUp(abort);
    abort();
    const report = await sms.sendMany([aMessage()], { signal });
    expect(take).not.toHaveBeenCalled();
    expect(report).toMatchObject({ accepted: [], unsent: [{ reason: 'aborted' }] });
    expect(report.stopped).toBe('aborted');
  });

  it('finishes what is under way, tells it, and pulls no more', async () => {
    const { signal, abort } = abortable();
    const { sms, take } = setUp(abort);
    let pulled = 0;
    function* endless(): Generator<SmsMessage> {
      for (;;) yield aMessage({ recipient: numberOf(pulled++) });
    }
    const report = await sms.sendMany(endless(), { signal });
    expect(take).toHaveBeenCalledTimes(1);
    expect(report.accepted.map(({ index }) => index)).toEqual([0, 1]);
    expect(report.unsent.every(({ reason }) => reason === 'aborted')).toBe(true);
    expect(report.stopped).toBe('aborted');
    expect(report.accepted.length + report.unsent.length).toBe(pulled);
  });
});
