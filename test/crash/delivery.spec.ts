import { it } from '@jest/globals';
import { SqliteStore } from '../../lib/store/sqlite/index.js';
import { announcesEachFinalState } from './support/final-states.js';

const KILLS = Number(process.env.CRASH_KILLS ?? 10);
const MESSAGES = Number(process.env.CRASH_MESSAGES ?? 5_000);
const SEED = Number(process.env.CRASH_SEED ?? 1);

// It asserts where the scenario ends, in support/final-states.ts.
// oxlint-disable-next-line jest/expect-expect
it(`announces the final state of each of ${MESSAGES} messages while the listener is killed ${KILLS} times`, async () => {
  await announcesEachFinalState({
    messages: MESSAGES,
    kills: KILLS,
    seed: SEED,
    makeStore: (listening) => new SqliteStore(listening.file),
  });
}, 300_000);
