// A process of its own on a store: `program.ts <what> <path>`. It tells its parent what it has done.
import { SqliteStore } from '../../../../lib/store/sqlite/sqlite-store.js';
import { at, leaseOf, message, NUMBER, text } from '../../conformance/samples.js';

/** What the program does, by its first argument. */
export type Deed = 'follow' | 'hold' | 'handle' | 'die in the middle';

const [what, path] = process.argv.slice(2) as [Deed, string];
const store = new SqliteStore(path);
const tell = (fact: unknown) => process.send?.(fact);

const DEEDS: Record<Deed, () => Promise<void>> = {
  /** Follows messages one by one, and ends. */
  async follow() {
    for (let n = 0; n < 50; n++) await store.delivery.follow([message(`${process.pid}-${n}`, n)]);
    await store.close();
    process.disconnect();
  },

  /** Does the inbox's duty for as long as it lives. */
  async hold() {
    const lease = await leaseOf(store, 'inbox');
    tell({ epoch: lease.epoch });
    process.once('message', () => {
      // Says how its commit ended, after somebody may have taken the duty over.
      store.inbox.handled(lease, NUMBER, '1', at(1)).then(
        () => tell({ reason: 'none' }),
        ({ reason }: { reason: string }) => tell({ reason }),
      );
    });
  },

  /** Handles texts for as long as it lives, and tells each after its commit. */
  async handle() {
    const lease = await leaseOf(store, 'inbox');
    await store.inbox.startAfter(lease, NUMBER, '0');
    for (let id = 1; ; id++) {
      await store.inbox.handled(lease, NUMBER, String(id), at(id));
      tell(id);
      await new Promise(setImmediate);
    }
  },

  /** Keeps an answer, and is killed by itself between its second text and its commit. */
  async 'die in the middle'() {
    const lease = await leaseOf(store, 'inbox');
    await store.inbox.intend(lease, NUMBER, at(1));
    const texts = [text('1'), text('2'), text('3')];
    Object.defineProperty(texts[2], 'body', { get: () => process.kill(process.pid, 'SIGKILL') });
    await store.inbox.keepAnswer(lease, NUMBER, texts);
  },
};

await store.open();
await DEEDS[what]();
