import { describe, expect, it } from '@jest/globals';
import type { SendOutcome, SmsMessage } from 'nestjs-payamsms';
import { bootApp } from '../../support/boot.js';
import { startSimulator } from '../../support/simulator.js';
import { mobile } from '../../support/numbers.js';

const text = (n: number): SmsMessage => ({ recipient: mobile(n), body: 'hello' });

describe('an error of the source', () => {
  it.each([0, 1, 7, 20])('after %d messages comes after their outcomes', async (count) => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim, { batchSize: 3 });
    const own = new Error('my own');
    const told: SendOutcome[] = [];
    const source = (function* () {
      for (let n = 0; n < count; n++) yield text(n);
      throw own;
    })();
    const work = (async () => {
      for await (const outcome of sms.stream(source)) told.push(outcome);
    })();
    await expect(work).rejects.toBe(own);
    expect(told.map(({ index, status }) => [index, status])).toEqual(
      Array.from({ length: count }, (_, n) => [n, 'accepted']),
    );
  });

  it('of one that is none says what is wanted', async () => {
    const sim = await startSimulator();
    const { sms } = await bootApp(sim);
    for (const none of [undefined, null, 7, 'text', {}]) {
      await expect(sms.sendMany(none as never)).rejects.toThrow(TypeError);
    }
  });
});
