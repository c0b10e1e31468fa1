import { describeFailures, type ListenerFailure } from '../../lib/events/describe-failure.js';
import { describe, expect, it, jest } from '@jest/globals';
import { FailureNews } from '../../lib/inbox/failure-news.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { failure, INBOX, leaseOf, NUMBER } from '../store/conformance/samples.js';
import { listenerFailure } from '../support/listener-failure.js';

/** Two texts set aside, and who hears of it. */
async function setUp() {
  const store = new MemoryStore();
  const lease = await leaseOf(store, INBOX);
  for (const id of ['8', '9']) await store.inbox.setAside(lease, NUMBER, failure(id));
  const told: string[] = [];
  const warnings: string[] = [];
  const audience = {
    listeners: 1,
    hear: (): ListenerFailure[] => [],
    describe: (failures: readonly ListenerFailure[]) => describeFailures(failures, true),
    listenerCount: () => audience.listeners,
    async emit({ sms }: { sms: { id: string } }) {
      told.push(sms.id);
      return audience.hear();
    },
  };
  const news = new FailureNews(audience, store.inbox, { warn: (said) => warnings.push(said) });
  const unannounced = async () => (await store.inbox.unannounced()).map(({ sms }) => sms.id);
  return { store, lease, told, warnings, audience, news, unannounced };
}

describe('FailureNews', () => {
  it('announces what is left once a lease', async () => {
    const { store, lease, told, news, unannounced } = await setUp();
    const asked = jest.spyOn(store.inbox, 'unannounced');
    await news.catchUp(lease);
    await news.catchUp(lease);
    expect(asked).toHaveBeenCalledTimes(1);
    expect(told).toEqual(['8', '9']);
    expect(await unannounced()).toEqual([]);

    await store.inbox.setAside(lease, NUMBER, failure('10'));
    await lease.release();
    await news.catchUp(await leaseOf(store, INBOX));
    expect(told).toEqual(['8', '9', '10']);
  });

  it('announces it once, however many ask at the same time', async () => {
    const { lease, told, news } = await setUp();
    await Promise.all([news.catchUp(lease), news.catchUp(lease)]);
    expect(told).toEqual(['8', '9']);
  });

  it('waits for somebody who hears it', async () => {
    const { store, lease, told, audience, news, unannounced } = await setUp();
    audience.listeners = 0;
    await news.catchUp(lease);
    await store.inbox.setAside(lease, NUMBER, failure('10'));
    await news.tell(failure('10'));
    expect(await unannounced()).toEqual(['8', '9', '10']);

    audience.listeners = 1;
    await news.catchUp(lease);
    expect(told).toEqual(['8', '9', '10']);
    expect(await unannounced()).toEqual([]);
  });

  it('begins no other once it is stopped', async () => {
    const { lease, told, audience, news, unannounced } = await setUp();
    audience.hear = () => {
      news.stop();
      return [];
    };
    await news.catchUp(lease);
    expect(told).toEqual(['8']);
    expect(await unannounced()).toEqual(['9']);
  });

  it('looks for what is left again after the store failed', async () => {
    const { store, lease, told, news } = await setUp();
    jest.spyOn(store.inbox, 'unannounced').mockRejectedValueOnce(new Error('disk'));
    await expect(news.catchUp(lease)).rejects.toThrow('disk');
    await news.catchUp(lease);
    expect(told).toEqual(['8', '9']);
  });

  it('leaves a text set aside whose announcement cannot be written down', async () => {
    const { store, told, warnings, news, unannounced } = await setUp();
    jest.spyOn(store.inbox, 'announced').mockRejectedValueOnce(new Error('disk'));
    await news.tell(failure('9'));
    expect(told).toEqual(['9']);
    expect(warnings).toEqual([expect.stringMatching(/may be announced again: Error, at /)]);
    expect(await unannounced()).toEqual(['8', '9']);
  });

  it('warns of listeners that fail themselves, and tells them no more', async () => {
    const { warnings, audience, news, unannounced } = await setUp();
    audience.hear = () => [listenerFailure(new Error('mail is down'))];
    await news.tell(failure('9'));
    expect(warnings).toEqual([expect.stringContaining('mail is down')]);
    expect(await unannounced()).toEqual(['8']);
  });
});
