import { describe, expect, it, jest } from '@jest/globals';
import { describeFailures, type ListenerFailure } from '../../lib/events/describe-failure.js';
import { LightAbortSignal } from '../../lib/concurrency/light-abort-signal.js';
import { DeadLetters } from '../../lib/inbox/dead-letters.js';
import type { DeadLetter } from '../../lib/store/inbox-store.js';
import type { Lease } from '../../lib/store/lease.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { deferred } from '../support/deferred.js';
import { listenerFailure } from '../support/listener-failure.js';
import { sms } from './support/sms.js';

const NUMBER = '98200';

const letter = (id: number | string): DeadLetter => ({
  sms: sms(id, NUMBER),
  error: 'Orders.onText: Error',
  attempts: 5,
  at: new Date(0),
});

/** Two dead letters of an earlier process, and what is announced. */
async function setUp() {
  const account = new MemoryStore().account('');
  const { inbox } = account;
  const store = { inbox, acquire: async () => (await account.acquire(`inbox:${NUMBER}`))! };
  const lease = await store.acquire();
  for (const id of [8, 9]) await inbox.addDeadLetter(lease, NUMBER, letter(id));
  const announced: string[] = [];
  const warnings: string[] = [];
  const failed = {
    listeners: 1,
    hear: async (): Promise<ListenerFailure[]> => [],
    describe: (failures: readonly ListenerFailure[]) => describeFailures(failures, true),
    listenerCount: () => failed.listeners,
    async emit({ sms: { id } }: { sms: { id: string } }) {
      announced.push(id);
      return failed.hear();
    },
  };
  const logger = { warn: (said: string) => warnings.push(said), log: () => undefined };
  const stopping = new LightAbortSignal();
  const letters = new DeadLetters(NUMBER, { store: inbox, failed, logger, stopping });
  const announce = async (by: Lease): Promise<void> => {
    letters.announce(by);
    await letters.whenIdle();
  };
  const unannounced = async () => (await inbox.unannounced(NUMBER, 1_000)).map((one) => one.sms.id);
  const heard = { announced, warnings, unannounced };
  return { ...heard, inbox, store, lease, failed, letters, stopping, announce };
}

describe('dead letters', () => {
  it('of an earlier process are announced once a lease', async () => {
    const { inbox, store, lease, announced, announce, unannounced } = await setUp();
    await announce(lease);
    expect(announced).toEqual(['8', '9']);
    expect(await unannounced()).toEqual([]);
    const asked = jest.spyOn(inbox, 'unannounced');
    await announce(lease);
    expect(asked).not.toHaveBeenCalled();

    await inbox.addDeadLetter(lease, NUMBER, letter(10));
    await lease.release();
    await announce(await store.acquire());
    expect(announced).toEqual(['8', '9', '10']);
  });

  it('are announced to the last, however many there are', async () => {
    const { inbox, lease, announced, announce, unannounced } = await setUp();
    for (let id = 10; id < 360; id++) await inbox.addDeadLetter(lease, NUMBER, letter(id));
    await announce(lease);
    expect(announced).toEqual(Array.from({ length: 352 }, (_, index) => String(index + 8)));
    expect(await unannounced()).toEqual([]);
  });

  it('are announced once, however often that is asked for at the same time', async () => {
    const { lease, announced, announce } = await setUp();
    await Promise.all([announce(lease), announce(lease)]);
    expect(announced).toEqual(['8', '9']);
  });

  it('that are added while others are announced are announced after them, and are kept at once', async () => {
    const { lease, announced, failed, letters, unannounced } = await setUp();
    const listener = deferred<ListenerFailure[]>();
    failed.hear = () => (announced.length === 1 ? listener.promise : Promise.resolve([]));
    letters.announce(lease);
    await letters.add(lease, letter(10), 'text 10 was set aside');
    expect(announced).toEqual(['8']);
    expect(await unannounced()).toEqual(['8', '9', '10']);
    listener.resolve([]);
    await letters.whenIdle();
    expect(announced).toEqual(['8', '9', '10']);
  });

  it('that are added are announced though all the earlier ones were', async () => {
    const { lease, announced, letters, announce } = await setUp();
    await announce(lease);
    await letters.add(lease, letter(10), 'text 10 was set aside');
    await letters.whenIdle();
    expect(announced).toEqual(['8', '9', '10']);
  });

  it('that are added while the store is asked for the last ones are announced with them', async () => {
    const { inbox, lease, announced, letters } = await setUp();
    const pageOf = inbox.unannounced.bind(inbox);
    jest.spyOn(inbox, 'unannounced').mockImplementation(async (...asked) => {
      const page = await pageOf(...asked);
      if (page.length === 0 && announced.length === 2) {
        await letters.add(lease, letter(10), 'text 10 was set aside');
      }
      return page;
    });
    letters.announce(lease);
    await letters.whenIdle();
    expect(announced).toEqual(['8', '9', '10']);
  });

  it('wait for a listener', async () => {
    const { lease, announced, failed, letters, announce, unannounced } = await setUp();
    failed.listeners = 0;
    await announce(lease);
    await letters.add(lease, letter(10), 'text 10 was set aside');
    await letters.whenIdle();
    expect(await unannounced()).toEqual(['8', '9', '10']);

    failed.listeners = 1;
    await announce(lease);
    expect(announced).toEqual(['8', '9', '10']);
    expect(await unannounced()).toEqual([]);
  });

  it('by the hundred wait for another listener when the last one leaves', async () => {
    const { inbox, lease, announced, warnings, failed, announce, unannounced } = await setUp();
    for (let id = 10; id < 210; id++) await inbox.addDeadLetter(lease, NUMBER, letter(id));
    const pageOf = inbox.unannounced.bind(inbox);
    const asked = jest.spyOn(inbox, 'unannounced').mockImplementation((...page) => {
      // A loop without an end would let no test fail.
      if (asked.mock.calls.length > 5) throw new Error('no end');
      return pageOf(...page);
    });
    failed.hear = async () => {
      if (announced.length === 3) failed.listeners = 0;
      return [];
    };
    await announce(lease);
    expect(announced).toEqual(['8', '9', '10']);
    expect(warnings).toEqual([]);
    asked.mockRestore();
    expect(await unannounced()).toHaveLength(199);

    failed.listeners = 1;
    await announce(lease);
    expect(announced).toHaveLength(202);
    expect(await unannounced()).toEqual([]);
  });

  it('are logged when they are added', async () => {
    const { lease, warnings, letters } = await setUp();
    await letters.add(lease, letter(10), 'text 10 was set aside');
    expect(warnings).toEqual(['text 10 was set aside']);
  });

  it('are announced no more once the app ends', async () => {
    const { lease, announced, failed, announce, stopping, unannounced } = await setUp();
    failed.hear = async () => {
      stopping.abort();
      return [];
    };
    await announce(lease);
    expect(announced).toEqual(['8']);
    expect(await unannounced()).toEqual(['9']);
  });

  it('are announced no more under a lease that may be another process’s by now', async () => {
    const { lease, announced, failed, announce, unannounced } = await setUp();
    let isHeld = true;
    failed.hear = async () => {
      isHeld = false;
      return [];
    };
    await announce({ ...lease, isHeld: () => isHeld });
    expect(announced).toEqual(['8']);
    expect(await unannounced()).toEqual(['9']);
  });

  it('wait for the next run when their listeners are slow, for the texts wait for them', async () => {
    const { lease, announced, failed, announce } = await setUp();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    try {
      failed.hear = async () => {
        clock.mockReturnValue(60_000);
        return [];
      };
      await announce(lease);
      expect(announced).toEqual(['8']);
      await announce(lease);
      expect(announced).toEqual(['8', '9']);
    } finally {
      clock.mockRestore();
    }
  });

  it('are looked for again after the store failed, with a warning', async () => {
    const { inbox, lease, announced, warnings, announce } = await setUp();
    jest.spyOn(inbox, 'unannounced').mockRejectedValueOnce(new Error('disk'));
    await announce(lease);
    expect(warnings).toEqual([expect.stringMatching(/could not be announced.*tried again: Error/)]);
    await announce(lease);
    expect(announced).toEqual(['8', '9']);
  });

  it('stay, and are tried again at another time, when their announcement cannot be stored', async () => {
    const { inbox, lease, announced, warnings, announce, unannounced } = await setUp();
    jest.spyOn(inbox, 'announced').mockRejectedValueOnce(new Error('disk'));
    await announce(lease);
    expect(announced).toEqual(['8', '9']);
    expect(warnings).toEqual([expect.stringMatching(/may be announced again: Error, at /)]);
    expect(await unannounced()).toEqual(['8']);
  });

  it('are announced once to listeners that fail themselves, with a warning', async () => {
    const { lease, warnings, failed, announce, unannounced } = await setUp();
    failed.hear = async () => [listenerFailure(new Error('mail is down'))];
    await announce(lease);
    expect(warnings.join()).toContain('mail is down');
    expect(await unannounced()).toEqual([]);
  });
});
