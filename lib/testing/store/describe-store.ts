import { keepsAccountsApart } from './accounts.js';
import { keepsDeadLetters } from './dead-letters.js';
import { keepsFollowedMessages } from './delivery.js';
import { ordersWhatIsDue } from './due.js';
import { keepsTheInbox } from './inbox.js';
import { keepsAnswers } from './kept.js';
import { givesLeases } from './leases.js';
import { refusesStaleHolders } from './fences.js';
import { globalRunner, type Runner } from './runner.js';
import { sharesItsData } from './sharing.js';
import { type MakeStore, Stage } from './stage.js';

export type { MakeStore };

/**
 * Tests that a store keeps all that the module relies on, by the globals `describe`, `it`,
 * `beforeEach` and `afterEach` of Jest, or of Vitest with `globals: true`:
 *
 * ```ts
 * describeStore('MyStore', (place) => new MyStore({ prefix: place }));
 * ```
 *
 * @param makeStore makes a store that is not open yet. The suite opens and closes it, and leaves what
 *   it kept where it is.
 */
export function describeStore(name: string, makeStore: MakeStore): void {
  declareStoreTests(globalRunner(), name, makeStore);
}

export function declareStoreTests(runner: Runner, name: string, makeStore: MakeStore): void {
  const { describe, beforeEach, afterEach } = runner;
  describe(name, () => {
    const stage = new Stage(makeStore);
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
    describe('several on the same data, unless nothing survives', () =>
      sharesItsData(runner, stage));
  });
}
