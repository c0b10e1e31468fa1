import { describe, expect, it } from '@jest/globals';
import { PayamSmsConfigurationError } from '../lib/errors/configuration.error.js';
import { openCheckedStore } from '../lib/checked-store.js';
import { StoreAddress } from '../lib/settings/store-address.js';
import { MemoryStore } from '../lib/store/memory/memory-store.js';
import type { AccountStore, PayamSmsStore, Survives } from '../lib/store/store.js';
import { atEnd } from './support/at-end.js';
import { someSettings } from './support/settings.js';
import { TemporaryDirectory } from './store/sqlite/support/temporary-directory.js';

function aPath(): string {
  const directory = new TemporaryDirectory();
  atEnd(() => directory.remove());
  return directory.make('sms.db');
}

async function openAt(address: string, account?: string) {
  const opened = await openCheckedStore(someSettings({ store: address }, account));
  await opened.started();
  atEnd(() => opened.close());
  return opened;
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as PayamSmsConfigurationError,
  );

describe('a store that a text names', () => {
  it('is opened, and shared by the accounts that name the same', async () => {
    const address = `sqlite:${aPath()}`;
    const shop = await openAt(address);
    const marketing = await openAt(address, 'marketing');
    expect(await shop.account.acquire('balance')).toBeDefined();
    expect(await marketing.account.acquire('balance')).toBeDefined();
    expect(await (await openAt(address)).account.acquire('balance')).toBeUndefined();
    expect([shop.survives, shop.isRemote]).toEqual(['power', false]);
  });

  it('is in memory, each by itself, where it says so', async () => {
    const [one, other] = await Promise.all([openAt('memory'), openAt('memory')]);
    expect(await one.account.acquire('balance')).toBeDefined();
    expect(await other.account.acquire('balance')).toBeDefined();
    expect(one.survives).toBe('nothing');
  });

  it.each([
    ['sqlite::memory:', /keeps a file/],
    ['redis://:hush@localhost?prefix=a{b}', /prefix/],
    ['postgres://u:hush@localhost/db?schema=pg_x', /schema/],
  ])('is refused as %s, with its variable and no secret', async (address, message) => {
    expect(StoreAddress.of(address)).toBeDefined();
    const error = await failureOf(openCheckedStore(someSettings({ store: address }, 'shop')));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect(error!.problems).toMatchObject([{ option: 'store', variable: 'PAYAMSMS_SHOP_STORE' }]);
    expect(error!.message).toMatch(message);
    expect(error!.message).not.toContain('hush');
  });
});

describe('a start from what is unread', () => {
  class Kept implements PayamSmsStore {
    isOpen = false;

    constructor(
      readonly survives: Survives,
      readonly isRemote: boolean,
    ) {}

    async open(): Promise<void> {
      this.isOpen = true;
    }

    async close(): Promise<void> {
      this.isOpen = false;
    }

    account(name: string): AccountStore {
      return new MemoryStore().account(name);
    }
  }

  const start = (store: Kept, startFrom: 'unread' | 'now') =>
    openCheckedStore(someSettings({ store, inbox: { numbers: ['982000123'], startFrom } }));

  it('is refused with a server that may lose what it acknowledged, which is closed again', async () => {
    const store = new Kept('process', true);
    const error = await failureOf(start(store, 'unread'));
    expect(error!.problems).toMatchObject([
      { option: 'inbox.startFrom', variable: 'PAYAMSMS_INBOX_START_FROM' },
    ]);
    expect(error!.message).toMatch(/choose now, all, an id or a date/);
    expect(store.isOpen).toBe(false);
  });

  it.each([
    ['process', true, 'now'],
    ['power', true, 'unread'],
    ['nothing', false, 'unread'],
  ] as const)(
    'where the store survives %s, and is remote: %s, is well with %s',
    async (...given) => {
      const [survives, isRemote, startFrom] = given;
      expect((await start(new Kept(survives, isRemote), startFrom)).survives).toBe(survives);
    },
  );
});
