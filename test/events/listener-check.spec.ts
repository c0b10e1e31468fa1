import { expect, it } from '@jest/globals';
import { ListenerCheck } from '../../lib/events/listener-check.js';

it('finds out each time whether an event has listeners, and logs once that it has none', () => {
  const channel = { event: 'payamsms.delivery' as const, listeners: 1, listenerCount: () => 0 };
  channel.listenerCount = () => channel.listeners;
  const warnings: string[] = [];
  const logger = { warn: (said: string) => void warnings.push(said) };
  const check = new ListenerCheck(channel, 'no states are asked for', logger);
  const findings = [1, 0, 2, 0].map((listeners) => {
    channel.listeners = listeners;
    return check.hasListeners();
  });
  expect(findings).toEqual([true, false, true, false]);
  expect(warnings).toEqual([
    'No listener takes payamsms.delivery, so no states are asked for: put @OnDelivery() on a method of a provider',
  ]);
});
