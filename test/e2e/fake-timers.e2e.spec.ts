import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { mobile } from '../support/numbers.js';

afterEach(() => {
  jest.useRealTimers();
});

describe.each<[string, Parameters<typeof jest.useFakeTimers>[0]]>([
  ['all timers', {}],
  [
    'nextTick alone',
    {
      doNotFake: [
        'Date',
        'hrtime',
        'performance',
        'queueMicrotask',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
        'setImmediate',
        'clearImmediate',
      ],
    },
  ],
  [
    'microtasks alone',
    {
      doNotFake: [
        'Date',
        'hrtime',
        'performance',
        'nextTick',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
        'setImmediate',
        'clearImmediate',
      ],
    },
  ],
  ['all timers but nextTick and microtasks', { doNotFake: ['nextTick', 'queueMicrotask'] }],
  [
    'setImmediate alone',
    {
      doNotFake: [
        'Date',
        'hrtime',
        'nextTick',
        'performance',
        'queueMicrotask',
        'setInterval',
        'clearInterval',
        'setTimeout',
        'clearTimeout',
      ],
    },
  ],
])('with %s faked', (_, fakes) => {
  it('calls are answered all the same, one after another and at once', async () => {
    const sim = await startSimulator({ credit: 5_000_000 });
    const { account, sms, reports } = await bootApp(sim);
    // A connection that lies idle is only used again after an immediate.
    await account.getBalance();
    jest.useFakeTimers(fakes);
    const before = await account.getBalance();
    for (let n = 0; n < 5; n++) await sms.send({ recipient: mobile(n), body: 'hello' });
    const balances = await Promise.all(Array.from({ length: 8 }, () => account.getBalance()));
    const { accepted } = await sms.sendMany([{ recipient: mobile(9), body: 'hello' }]);
    const states = await reports.getStatuses([accepted[0]!.serverId]);
    jest.useRealTimers();
    expect(before).toBe(5_000_000);
    expect(new Set(balances).size).toBe(1);
    expect(states).toMatchObject([{ found: true }]);
  });
});
