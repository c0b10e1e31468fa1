import { Inject, Injectable } from '@nestjs/common';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import { AcceptedSmsFeed } from '../accepted-sms-feed.js';
import type { PreparedSms } from '../prepare.js';
import type { Findings } from '../reconcile/findings.js';
import type { LookupOptions } from '../reconcile/lookup.js';
import { Reconciler } from '../reconcile/reconciler.js';
import type { SendRun } from '../run/send-run.js';
import { SendLog } from '../send-log.js';
import type { SendOutcome } from '../sms.types.js';
import { type BatchState, newBatch, type Step } from './batch-state.js';
import type { CallResult, InDoubt } from '../call/call-result.js';
import { SendAttempt } from '../call/send-attempt.js';
import { SendCalls } from '../call/send-calls.js';
import { SendQueue } from '../call/send-queue.js';
import { nextTurn } from '../../concurrency/timers.js';
import type { Deadline } from '../run/deadline.js';
import {
  type Circumstances,
  decideAfterCopies,
  decideAfterLookup,
  decideAfterSend,
} from './decide.js';

interface Batch {
  run: SendRun;
  deadline: Deadline;
}

/** Sends a batch and does not rest before each of its messages has an outcome. */
@Injectable()
export class BatchSender {
  constructor(
    private readonly calls: SendCalls,
    private readonly queue: SendQueue,
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
    const batch: Batch = { run, deadline: run.newDeadline() };
    // The caller waits for a single message: its time includes the wait for a place.
    if (run.urgent) batch.deadline.within(run.sendDeadlineMs);
    let state = newBatch(messages, run);
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
        return decideAfterSend(state, await this.#send(next.messages, batch));
      case 'look-for-copies': {
        const found = await this.reconciler.lookForCopies(next.messages, lookup);
        return decideAfterCopies(state, found);
      }
      case 'look-up':
      case 'look-up-once':
      case 'look-up-until-found':
        return this.#lookUp(state, next.inDoubt, batch);
      case 'end':
        return state;
    }
  }

  #send(messages: readonly PreparedSms[], { run, deadline }: Batch): Promise<CallResult> {
    const attempt = new SendAttempt(messages, run, deadline);
    if (run.urgent) this.queue.send(attempt);
    else void this.calls.sendTogether([attempt], false);
    return attempt.result;
  }

  async #lookUp(state: BatchState, inDoubt: InDoubt, batch: Batch): Promise<BatchState> {
    const { run, deadline } = batch;
    // A resumed batch has not left yet, so nothing else has set its deadline.
    deadline.within(run.sendDeadlineMs);
    const lookup = { deadline, urgent: run.urgent };
    const findings = await this.#findings(state.next.do, inDoubt, lookup);
    const late = deadline.isOver ? await inDoubt.late?.result : undefined;
    const areClaimed = await claim(inDoubt, findings);
    const now = { ...this.#circumstances(state, batch), areClaimed };
    return decideAfterLookup(state, inDoubt, { ...findings, late }, now);
  }

  #findings(
    step: Step['do'],
    { messages, unclaimed = [] }: InDoubt,
    options: LookupOptions,
  ): Promise<Findings> {
    const { reconciler } = this;
    if (step === 'look-up') return reconciler.lookUpTwice(messages, options);
    if (step === 'look-up-once') return reconciler.lookUpOnce(messages, options);
    return reconciler.lookUpUntilFound(messages, options, () =>
      unclaimed.every(({ isEmpty }) => isEmpty),
    );
  }

  #circumstances(
    { sends }: BatchState,
    { run, deadline }: Batch,
  ): Omit<Circumstances, 'areClaimed'> {
    return {
      stopped: run.stopped,
      maySend: sends < this.settings.retry.maxAttempts && !deadline.lastChance.aborted,
      isDeadlineOver: deadline.isOver,
    };
  }
}

/** @returns whether it is known of which messages all serverIds are that fit no message */
async function claim({ unclaimed }: InDoubt, { found }: Findings): Promise<boolean> {
  if (!unclaimed) return true;
  for (const some of unclaimed) some.claim([...found.values()].flat());
  // Others that were sent in the same call, and looked up in the same call, claim theirs too.
  await nextTurn();
  return unclaimed.every(({ isEmpty }) => isEmpty);
}
