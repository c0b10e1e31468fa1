import { Inject, Injectable } from '@nestjs/common';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import { AcceptedSmsFeed } from '../accepted-sms-feed.js';
import type { PreparedSms } from '../prepare.js';
import { Reconciler } from '../reconcile/reconciler.js';
import type { SendRun } from '../run/send-run.js';
import { SendLog } from '../send-log.js';
import type { SendOutcome } from '../sms.types.js';
import { type Batch, BatchCalls } from './batch-calls.js';
import { type BatchState, newBatch } from './batch-state.js';
import type { InDoubt } from './call-result.js';
import {
  type Circumstances,
  decideAfterCopies,
  decideAfterLookup,
  decideAfterSend,
} from './decide.js';

/** Sends a batch and does not rest before each of its messages has an outcome. */
@Injectable()
export class BatchSender {
  constructor(
    private readonly calls: BatchCalls,
    private readonly reconciler: Reconciler,
    private readonly log: SendLog,
    private readonly feed: AcceptedSmsFeed,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @param freePlace called when the first send is over, so that at most lookups are left
   * @returns outcomes in the order of the messages
   */
  deliver(
    messages: readonly PreparedSms[],
    run: SendRun,
    freePlace: () => void = () => {},
  ): Promise<SendOutcome[]> {
    return run.track(this.#deliver(messages, run, freePlace));
  }

  async #deliver(
    messages: readonly PreparedSms[],
    run: SendRun,
    freePlace: () => void,
  ): Promise<SendOutcome[]> {
    const startedAtMs = performance.now();
    const batch: Batch = { run, deadline: run.newDeadline(), calls: 0 };
    let state = newBatch(messages, run.resume);
    try {
      for (; state.next.do !== 'end'; state = await this.#step(state, batch)) {
        if (state.next.do !== 'send') freePlace();
      }
      const { outcomes } = state.next;
      freePlace();
      if (this.feed.hasSubscribers) await this.feed.publish(messages, outcomes);
      this.log.batch(outcomes, state.sends, performance.now() - startedAtMs);
      return outcomes;
    } finally {
      freePlace();
      run.releaseDeadline(batch.deadline);
    }
  }

  /** Does what is next; the result decides what comes then. */
  async #step(state: BatchState, batch: Batch): Promise<BatchState> {
    const { next } = state;
    const lookup = { deadline: batch.deadline, urgent: batch.run.urgent };
    switch (next.do) {
      case 'send':
        return decideAfterSend(state, await this.calls.send(next.messages, batch));
      case 'look-for-copies': {
        const found = await this.reconciler.lookForCopies(next.messages, lookup);
        return decideAfterCopies(state, found);
      }
      case 'look-up':
      case 'look-up-until-found':
        return this.#lookUp(state, next.inDoubt, batch);
      case 'end':
        return state;
    }
  }

  async #lookUp(state: BatchState, inDoubt: InDoubt, batch: Batch): Promise<BatchState> {
    const { run, deadline } = batch;
    // A resumed batch has not left yet, so nothing else has set its deadline.
    deadline.within(run.sendDeadlineMs);
    const lookup = { deadline, urgent: run.urgent };
    const findings =
      state.next.do === 'look-up'
        ? await this.reconciler.lookUpTwice(inDoubt.messages, lookup)
        : await this.reconciler.lookUpUntilFound(inDoubt.messages, lookup);
    const late = deadline.isOver ? await inDoubt.late?.result : undefined;
    const now = this.#circumstances(state, batch);
    return decideAfterLookup(state, inDoubt, { ...findings, late }, now);
  }

  #circumstances({ sends }: BatchState, { run, deadline }: Batch): Circumstances {
    return {
      stopped: run.stopped,
      maySend: sends < this.settings.retry.maxAttempts && !deadline.lastChance.aborted,
      isDeadlineOver: deadline.isOver,
    };
  }
}
