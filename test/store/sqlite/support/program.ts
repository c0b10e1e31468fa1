// A process of its own on a store: `program.ts <what> <path>`. It tells its parent what it has done.
import { once } from 'node:events';
import type { PayamSmsStoreError } from '../../../../lib/errors/store.error.js';
import { SqliteStore } from '../../../../lib/store/sqlite/sqlite-store.js';
import { at, INBOX, leaseOf, message, NUMBER, text } from '../../conformance/samples.js';

/** What the program does, by its first argument. */
export type Deed = 'follow' | 'hold' | 'handle' | 'die in the middle';

const [what, path] = process.argv.slice(2) as [Deed, string];
const store = new SqliteStore(path);
/** Resolves when the fact is on its way, whatever becomes of this process then. */
const tell = (fact: unknown) => new Promise((resolve) => process.send!(fact, resolve));

const DEEDS: Record<Deed, () => Promise<void>> = {
  /** Follows messages one by one, and ends. */
  async follow() {
    for (let n = 0; n < 50; n++) await store.delivery.follow([message(`${process.pid}-${n}`, n)]);
    await store.close();
    process.disconnect();
  },

  /** Does the inbox's duty for as long as it lives. */
  async hold() {
    const lease = await leaseOf(store, INBOX);
    await store.inbox.handled(lease, NUMBER, '1', at(1));
    await tell({ epoch: lease.epoch });
    await once(process, 'message');
    // Says how its commit ended, after somebody may have taken the duty over.
    const reason = await store.inbox.handled(lease, NUMBER, '2', at(2)).then(
      () => 'none',
      (error: PayamSmsStoreError) => error.reason,
    );
    await tell({ reason });
  },

  /** Handles texts for as long as it lives, and tells each after its commit. */
  async handle() {
    const lease = await leaseOf(store, INBOX);
    await store.inbox.startAfter(lease, NUMBER, '0');
    for (let id = 1; ; id++) {
      await store.inbox.handled(lease, NUMBER, String(id), at(id));
      await tell(id);
    }
  },

  /** Keeps an answer, and is killed by itself between its second text and its commit. */
  async 'die in the middle'() {
    const lease = await leaseOf(store, INBOX);
    await store.inbox.intend(lease, NUMBER, at(1));
    const texts = [text('1'), text('2'), text('3')];
    Object.defineProperty(texts[2], 'body', { get: () => process.kill(process.pid, 'SIGKILL') });
    await store.inbox.keepAnswer(lease, NUMBER, texts);
  },
};

await store.open();
await DEEDS[what]();
