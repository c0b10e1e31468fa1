import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PayamSmsModuleOptions, PayamSmsStore } from 'nestjs-payamsms';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import { bootApp, ANYBODY } from '../../support/boot.js';
import { startServer, INBOX, afterLogin } from '../../support/scripted-server.js';
import { atEnd } from '../../support/at-end.js';
import { SENDER } from '../../support/numbers.js';
import { until } from '../../support/waiting.js';
import { listen } from './support/listening.js';

const row = (id: unknown, more: object = {}) => ({
  id,
  body: `text ${String(id)}`,
  from: '09121234567',
  to: SENDER,
  date: '2026-11-01 10:00:00',
  ...more,
});

const BAD: unknown[] = [
  row(1, { date: null }),
  row(2, { date: 1_762_000_000 }),
  row(3, { date: 'soon' }),
  row(4, { date: '2026-06-31 10:00:00' }),
  row(5, { date: '275760-09-13 00:00:00' }),
  row(6, { body: {} }),
  row(7, { body: ['a'] }),
  row(null),
  row(undefined, { body: 'without an id' }),
  row(-5),
  row(0),
  row(1.5),
  row('five'),
  row(1e21),
  row({}),
  row(true),
  row('9223372036854775808'),
  null,
  'a text',
  7,
  [],
  [row(8)],
  {},
];
const GOOD = [row(100), row('101', { body: null }), row(102, { body: 7, from: null, to: null })];
const LINES = [...BAD, ...GOOD].map((line) => JSON.stringify(line));
const BODY = `[${[...LINES, ...LINES].join(',')}]`;

/** An inbox that lists all it has at each read by id, and marks read at each read without one. */
const server = () => {
  let isRead = false;
  return startServer(
    afterLogin(({ path, query }) => {
      if (path !== INBOX) return { body: 5_000 };
      if (query.has('id')) return { body: BODY };
      const body = isRead ? { errorCode: 'E7' } : BODY;
      isRead = true;
      return { body };
    }),
  );
};

const reopened = (store: MemoryStore): PayamSmsStore => store;
const STORES: [string, () => () => PayamSmsStore][] = [
  [
    'in memory',
    () => {
      const store = new MemoryStore();
      return () => reopened(store);
    },
  ],
  [
    'in SQLite',
    () => {
      const directory = mkdtempSync(join(tmpdir(), 'payamsms-rows-'));
      atEnd(async () => rmSync(directory, { recursive: true }));
      return () => new SqliteStore(join(directory, 'sms.db'));
    },
  ],
];

describe.each(STORES)('rows that cannot be read, with a store %s', (_, open) => {
  it.each(['unread', 'all'] as const)(
    'are set aside once each, from %s, and no restart tells them again',
    async (startFrom) => {
      const to = { url: (await server()).url, credentials: ANYBODY };
      const store = open();
      const inbox: PayamSmsModuleOptions['inbox'] = { startFrom, cron: '* * * * * *' };
      const first = await listen(to, { store: store(), inbox });
      Logger.overrideLogger(false);
      await first.recorder.hasTexts('text 100', '', '7');
      await first.inbox.poll();
      const ids = (await first.inbox.failed()).map(({ sms }) => sms.id);
      expect(ids).toHaveLength(BAD.length);
      expect(new Set(ids).size).toBe(ids.length);
      expect(first.recorder.failures.map(({ sms }) => sms.id).toSorted()).toEqual(ids.toSorted());
      const forgotten = ids.filter((__, index) => index % 2 === 0);
      for (const id of forgotten) expect(await first.inbox.forget(id)).toBe(true);
      await first.context.close();

      const second = await listen(to, { store: store(), inbox });
      const polled = async () => (await second.inbox.poll()) === 0;
      for (let polls = 0; polls < 3; polls++) await until('it has polled', polled);
      expect(second.recorder.failures).toEqual([]);
      expect(second.recorder.bodies).toEqual([]);
      expect((await second.inbox.failed()).map(({ sms }) => sms.id).toSorted()).toEqual(
        ids.filter((id) => !forgotten.includes(id)).toSorted(),
      );
    },
  );
});

it('reads by hand leave them out, and keep the others', async () => {
  const { reports } = await bootApp(await server());
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  const ids = ['100', '100', '101', '101', '102', '102'];
  expect((await reports.takeUnread(SENDER)).map(({ id }) => id)).toEqual(ids);
  expect((await reports.getInbox(SENDER, { afterId: '0' })).map(({ id }) => id)).toEqual(ids);
  expect(warn).toHaveBeenCalledTimes(2 * BAD.length);
  warn.mockRestore();
});
