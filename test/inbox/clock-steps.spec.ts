import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { HandledAges } from '../../lib/inbox/handled-ages.js';
import { Lines } from './support/lines.js';

const NUMBER = '98200';
const HOUR_MS = 3_600_000;

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
afterEach(() => void jest.useRealTimers());

describe('a step of the system’s clock', () => {
  it.each([HOUR_MS, -HOUR_MS, 24 * HOUR_MS, -24 * HOUR_MS])(
    'of %i ms loses no text that becomes visible late',
    async (stepMs) => {
      const lines = await Lines.open({ startFrom: 'all' });
      lines.service.receive(NUMBER, 10);
      lines.service.receive(NUMBER, 12);
      await lines.run(20_000);
      jest.setSystemTime(Date.now() + stepMs);
      await lines.run(20_000);
      lines.service.receive(NUMBER, 11);
      await lines.run(20_000);
      expect(lines.heard).toEqual(['10', '12', '11']);
    },
  );

  it.each([HOUR_MS, -HOUR_MS])('of %i ms keeps the cursor moving', async (stepMs) => {
    const lines = await Lines.open({ startFrom: 'all' });
    lines.service.receive(NUMBER, 10);
    await lines.run(20_000);
    jest.setSystemTime(Date.now() + stepMs);
    await lines.run(80_000);
    expect(await lines.store.inbox.position(NUMBER)).toMatchObject({ askAfter: '10' });
    expect((await lines.store.inbox.position(NUMBER))!.handled.size).toBe(0);
  });
});

describe('the ages of handled texts', () => {
  it('are counted from when each was first seen', () => {
    const ages = new HandledAges();
    ages.see(['9', '12'], 1_000);
    ages.see(['12', '100'], 5_000);
    expect(ages.newestOlderThan(4_000, 4_999)).toBeUndefined();
    expect(ages.newestOlderThan(4_000, 5_000)).toBe('12');
    ages.forgetUpTo('12');
    expect(ages.newestOlderThan(4_000, 9_000)).toBe('100');
    ages.clear();
    expect(ages.newestOlderThan(0, 9_000)).toBeUndefined();
  });
});
