import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FakeAccount } from './support/fake-account.js';

const NUMBER = '98200';
const HOUR_MS = 3_600_000;

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => void jest.useRealTimers());

describe('a step of the system’s clock', () => {
  it.each([HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -24 * HOUR_MS])(
    'of %i ms loses no text that becomes visible late',
    async (stepMs) => {
      const account = await FakeAccount.open({ startFrom: 'all' });
      account.service.receive(NUMBER, 10);
      account.service.receive(NUMBER, 12);
      await account.run(20_000);
      jest.setSystemTime(Date.now() + stepMs);
      await account.run(20_000);
      account.service.receive(NUMBER, 11);
      await account.run(20_000);
      expect(account.heard).toEqual(['10', '12', '11']);
    },
  );

  it.each([HOUR_MS, -HOUR_MS])('of %i ms keeps the cursor moving', async (stepMs) => {
    const account = await FakeAccount.open({ startFrom: 'all' });
    account.service.receive(NUMBER, 10);
    await account.run(20_000);
    jest.setSystemTime(Date.now() + stepMs);
    await account.run(80_000);
    expect(await account.store.inbox.position(NUMBER)).toEqual({ cursor: '10' });
  });
});
