import { describe, expect, it, jest } from '@jest/globals';
import { FailureNews } from '../../lib/inbox/failure-news.js';
import { failure, leaseOf, NUMBER } from '../store/conformance/samples.js';
import { MemoryStore } from '../../lib/store/memory-store.js';

async function setUp() {
  const store = new MemoryStore();
  const lease = await leaseOf(store, 'inbox');
  await store.inbox.setAside(lease, NUMBER, failure('9'));
  const told: string[] = [];
  const warnings: string[] = [];
  const channel = {
    errors: [] as unknown[],
    async emit({ sms }: { sms: { id: string } }) {
      told.push(sms.id);
      return this.errors;
    },
  };
  const logger = { warn: (said: string) => void warnings.push(said) };
  const news = new FailureNews(channel, store.inbox, logger);
  return { store, lease, told, warnings, channel, news };
}

describe('FailureNews', () => {
  it('announces what is left once a lease', async () => {
    const { store, lease, told, news } = await setUp();
    await news.catchUp(lease);
    await news.catchUp(lease);
    expect(told).toEqual(['9']);
    expect(await store.inbox.unannounced()).toEqual([]);
  });

  it('looks for what is left again after the store failed', async () => {
    const { store, lease, told, news } = await setUp();
    jest.spyOn(store.inbox, 'unannounced').mockRejectedValueOnce(new Error('disk'));
    await expect(news.catchUp(lease)).rejects.toThrow('disk');
    await news.catchUp(lease);
    expect(told).toEqual(['9']);
  });

  it('leaves a text set aside whose announcement cannot be written down', async () => {
    const { store, told, warnings, news } = await setUp();
    jest.spyOn(store.inbox, 'announced').mockRejectedValueOnce(new Error('disk'));
    await news.tell(failure('9'));
    expect(told).toEqual(['9']);
    expect(warnings).toEqual([expect.stringContaining('may be announced again: Error: disk')]);
    expect(await store.inbox.unannounced()).toEqual([failure('9')]);
  });

  it('warns of listeners that fail themselves, and tells them no more', async () => {
    const { store, warnings, channel, news } = await setUp();
    channel.errors = [new Error('mail is down')];
    await news.tell(failure('9'));
    expect(warnings).toEqual([expect.stringContaining('mail is down')]);
    expect(await store.inbox.unannounced()).toEqual([]);
  });
});
