import { describe, expect, it } from '@jest/globals';
import { Audience } from '../../lib/events/audience.js';

function setUp() {
  const channel = { event: 'payamsms.delivery' as const, listeners: 0, listenerCount: () => 0 };
  channel.listenerCount = () => channel.listeners;
  const warnings: string[] = [];
  const logger = { warn: (said: string) => void warnings.push(said) };
  const audience = new Audience(channel, 'no states are asked for', logger);
  return { channel, warnings, audience };
}

describe('Audience', () => {
  it('is served while it is there', async () => {
    const { channel, warnings, audience } = setUp();
    channel.listeners = 1;
    expect(await audience.serve(async () => 7)).toBe(7);
    expect(warnings).toEqual([]);
  });

  it('is not served while nobody is there, which is said once', async () => {
    const { channel, warnings, audience } = setUp();
    let served = 0;
    const work = async () => ++served;
    expect(await audience.serve(work)).toBeUndefined();
    channel.listeners = 1;
    await audience.serve(work);
    channel.listeners = 0;
    await audience.serve(work);
    expect(served).toBe(1);
    expect(warnings).toEqual(['Nobody listens to payamsms.delivery, so no states are asked for']);
  });
});
