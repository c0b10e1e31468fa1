import { keepsAccountsApart } from './accounts.js';
import { keepsDeadLetters } from './dead-letters.js';
import { keepsFollowedMessages } from './delivery.js';
import { ordersWhatIsDue } from './due.js';
import { keepsTheInbox } from './inbox.js';
import { keepsAnswers } from './kept.js';
import { givesLeases } from './leases.js';
import { refusesStaleHolders } from './fences.js';
import { globalRunner, type Runner } from './runner.js';
import { leavesNothingToStaleHolders } from './frozen.js';
import { keepsItsDataToItself, sharesItsData } from './sharing.js';
import { type MakeStore, Stage, type StoreTestOptions } from './stage.js';

export type { MakeStore, StoreTestOptions };

/**
 * Tests that a store keeps all that the module relies on, by the globals `describe`, `it`,
 * `beforeEach` and `afterEach` of Jest, or of Vitest with `globals: true`:
 *
 * ```ts
 * describeStore('MyStore', (place) => new MyStore({ prefix: place }));
 * ```
 *
 * @param makeStore makes a store that is not open yet. The suite opens and closes it, and leaves what
 *   it kept where it is, unless the option `cleanUp` removes it.
 */
export function describeStore(
  name: string,
  makeStore: MakeStore,
  options: StoreTestOptions = {},
): void {
  declareStoreTests(globalRunner(), name, makeStore, options);
}

export function declareStoreTests(
  runner: Runner,
  name: string,
  makeStore: MakeStore,
  options: StoreTestOptions = {},
): void {
  const { describe, beforeEach, afterEach } = runner;
  describe(name, () => {
    const stage = new Stage(makeStore, options);
    beforeEach(() => stage.setUp());
    afterEach(() => stage.tearDown());

    describe('the inbox', () => keepsTheInbox(runner, stage));
    describe('an answer that is kept', () => keepsAnswers(runner, stage));
    describe('dead letters', () => keepsDeadLetters(runner, stage));
    describe('followed messages', () => keepsFollowedMessages(runner, stage));
    describe('what is due', () => ordersWhatIsDue(runner, stage));
    describe('leases', () => givesLeases(runner, stage));
    describe('fences', () => refusesStaleHolders(runner, stage));
    describe('accounts', () => keepsAccountsApart(runner, stage));
    if (options.shared ?? true) {
      describe('several on the same data', () => sharesItsData(runner, stage));
    } else {
      describe('a store with data of its own', () => keepsItsDataToItself(runner, stage));
    }
    if (options.expireLeases) {
      describe('a holder that was frozen', () => leavesNothingToStaleHolders(runner, stage));
    }
  });
}
