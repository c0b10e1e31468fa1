// A process of its own on a store: `program.ts <what> <path>`. It tells its parent what it has done.
import { once } from 'node:events';
import type { PayamSmsStoreError } from '../../../../lib/errors/store.error.js';
import { SqliteStore } from '../../../../lib/store/sqlite/sqlite-store.js';
import {
  at,
  INBOX,
  leaseOf,
  message,
  NUMBER,
  text,
} from '../../../../lib/testing/store/samples.js';

/** What the program does, by its first argument. */
export type Deed = 'follow' | 'hold' | 'handle' | 'die in the middle';

const [what, path] = process.argv.slice(2) as [Deed, string];
const store = new SqliteStore(path);
const account = store.account('');
/** Resolves when the fact is on its way, whatever becomes of this process then. */
const tell = (fact: unknown) => new Promise((resolve) => process.send!(fact, resolve));

const DEEDS: Record<Deed, () => Promise<void>> = {
  /** Follows messages one by one, and ends. */
  async follow() {
    for (let n = 0; n < 50; n++) await account.delivery.follow([message(`${process.pid}-${n}`, n)]);
    await store.close();
    process.disconnect();
  },

  /** Holds the lease of an inbox for as long as it lives. */
  async hold() {
    const lease = await leaseOf(account, INBOX);
    await account.inbox.handled(lease, NUMBER, ['1']);
    await tell({ fence: lease.fence });
    await once(process, 'message');
    // Says how its commit ended, after another one may have taken it over.
    const reason = await account.inbox.handled(lease, NUMBER, ['2']).then(
      () => 'none',
      (error: PayamSmsStoreError) => error.reason,
    );
    await tell({ reason });
  },

  /** Handles texts for as long as it lives, and tells each after its commit. */
  async handle() {
    const lease = await leaseOf(account, INBOX);
    await account.inbox.startAfter(lease, NUMBER, '0');
    for (let id = 1; ; id++) {
      await account.inbox.handled(lease, NUMBER, [String(id)]);
      await tell(id);
    }
  },

  /** Keeps an answer, and is killed by itself between its second text and its commit. */
  async 'die in the middle'() {
    const lease = await leaseOf(account, INBOX);
    await account.inbox.intend(lease, NUMBER, at(1));
    const texts = [text('1'), text('2'), text('3')];
    Object.defineProperty(texts[2], 'body', { get: () => process.kill(process.pid, 'SIGKILL') });
    await account.inbox.keepAnswer(lease, NUMBER, texts);
  },
};

await store.open();
await DEEDS[what]();
