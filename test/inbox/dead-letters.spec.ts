import { describe, expect, it, jest } from '@jest/globals';
import { describeFailures, type ListenerFailure } from '../../lib/events/describe-failure.js';
import { DeadLetters } from '../../lib/inbox/dead-letters.js';
import type { DeadLetter } from '../../lib/store/inbox-store.js';
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
  const logger = { warn: (said: string) => warnings.push(said) };
  const letters = new DeadLetters(NUMBER, { store: inbox, failed, logger });
  const unannounced = async () => (await inbox.unannounced(NUMBER, 1_000)).map((one) => one.sms.id);
  return { inbox, store, lease, announced, warnings, failed, letters, unannounced };
}

describe('dead letters', () => {
  it('of an earlier process are announced once a lease', async () => {
    const { inbox, store, lease, announced, letters, unannounced } = await setUp();
    const asked = jest.spyOn(inbox, 'unannounced');
    await letters.announceEarlier(lease);
    await letters.announceEarlier(lease);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(announced).toEqual(['8', '9']);
    expect(await unannounced()).toEqual([]);

    await inbox.addDeadLetter(lease, NUMBER, letter(10));
    await lease.release();
    await letters.announceEarlier(await store.acquire());
    expect(announced).toEqual(['8', '9', '10']);
  });

  it('are announced to the last, however many there are', async () => {
    const { inbox, lease, announced, letters, unannounced } = await setUp();
    for (let id = 10; id < 360; id++) await inbox.addDeadLetter(lease, NUMBER, letter(id));
    await letters.announceEarlier(lease);
    expect(announced).toEqual(Array.from({ length: 352 }, (_, index) => String(index + 8)));
    expect(await unannounced()).toEqual([]);
  });

  it('are announced once, however often that is asked for at the same time', async () => {
    const { lease, announced, letters } = await setUp();
    await Promise.all([letters.announceEarlier(lease), letters.announceEarlier(lease)]);
    expect(announced).toEqual(['8', '9']);
  });

  it('that are added while the earlier ones are announced are announced once, and do not wait', async () => {
    const { lease, announced, failed, letters } = await setUp();
    const listener = deferred<ListenerFailure[]>();
    failed.hear = () => (announced.length === 1 ? listener.promise : Promise.resolve([]));
    const earlier = letters.announceEarlier(lease);
    await letters.add(lease, letter(10), 'text 10 was set aside');
    expect(announced).toEqual(['8', '10']);
    listener.resolve([]);
    await earlier;
    expect(announced).toEqual(['8', '10', '9']);
  });

  it('wait for a listener', async () => {
    const { lease, announced, failed, letters, unannounced } = await setUp();
    failed.listeners = 0;
    await letters.announceEarlier(lease);
    await letters.add(lease, letter(10), 'text 10 was set aside');
    expect(await unannounced()).toEqual(['8', '9', '10']);

    failed.listeners = 1;
    await letters.announceEarlier(lease);
    expect(announced).toEqual(['8', '9', '10']);
    expect(await unannounced()).toEqual([]);
  });

  it('are logged when they are added', async () => {
    const { lease, warnings, letters } = await setUp();
    await letters.add(lease, letter(10), 'text 10 was set aside');
    expect(warnings).toEqual(['text 10 was set aside']);
  });

  it('are announced no more once that is stopped, which waits for the one under way', async () => {
    const { lease, announced, failed, letters, unannounced } = await setUp();
    const listener = deferred<ListenerFailure[]>();
    failed.hear = () => listener.promise;
    const earlier = letters.announceEarlier(lease);
    await Promise.resolve();
    let isStopped = false;
    const stopped = letters.stop().finally(() => (isStopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(isStopped).toBe(false);
    listener.resolve([]);
    await Promise.all([earlier, stopped]);
    expect(announced).toEqual(['8']);
    expect(await unannounced()).toEqual(['9']);
  });

  it('are looked for again after the store failed', async () => {
    const { inbox, lease, announced, letters } = await setUp();
    jest.spyOn(inbox, 'unannounced').mockRejectedValueOnce(new Error('disk'));
    await expect(letters.announceEarlier(lease)).rejects.toThrow('disk');
    await letters.announceEarlier(lease);
    expect(announced).toEqual(['8', '9']);
  });

  it('stay, and are tried again at another time, when their announcement cannot be stored', async () => {
    const { inbox, lease, announced, warnings, letters, unannounced } = await setUp();
    jest.spyOn(inbox, 'announced').mockRejectedValueOnce(new Error('disk'));
    await letters.announceEarlier(lease);
    expect(announced).toEqual(['8', '9']);
    expect(warnings).toEqual([expect.stringMatching(/may be announced again: Error, at /)]);
    expect(await unannounced()).toEqual(['8']);
  });

  it('are announced once to listeners that fail themselves, with a warning', async () => {
    const { lease, warnings, failed, letters, unannounced } = await setUp();
    failed.hear = async () => [listenerFailure(new Error('mail is down'))];
    await letters.announceEarlier(lease);
    expect(warnings.join()).toContain('mail is down');
    expect(await unannounced()).toEqual([]);
  });
});
