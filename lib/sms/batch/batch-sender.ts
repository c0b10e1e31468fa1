import { Inject, Injectable } from '@nestjs/common';
import { nextTurn } from '../../concurrency/timers.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import { AcceptedSmsFeed } from '../accepted-sms-feed.js';
import type { CallResult, InDoubt } from '../call/call-result.js';
import { SendAttempt } from '../call/send-attempt.js';
import type { PreparedSms } from '../prepare.js';
import type { Findings } from '../reconcile/findings.js';
import type { LookupOptions } from '../reconcile/lookup.js';
import { Reconciler } from '../reconcile/reconciler.js';
import type { Deadline } from '../run/deadline.js';
import type { SendRun } from '../run/send-run.js';
import { SendLog } from '../send-log.js';
import type { SendOutcome } from '../sms.types.js';
import { type BatchState, newBatch, type Step } from './batch-state.js';
import {
  type Circumstances,
  decideAfterCopies,
  decideAfterLookup,
  decideAfterSend,
} from './decide.js';

/** Sends the messages of an attempt, which has its result then. */
export interface Outlet {
  /** @param sends how often its messages have left before */
  send(attempt: SendAttempt, sends: number): void;
}

export interface Delivery {
  run: SendRun;
  outlet: Outlet;
  /** When the sender began to wait, on the monotonic clock. Default: now. */
  startedAtMs?: number;
  /** Called when the first send is over, so that at most lookups are left. */
  freePlace?: () => void;
}

interface Batch {
  run: SendRun;
  outlet: Outlet;
  deadline: Deadline;
}

/** Sends a batch and does not rest before each of its messages has an outcome. */
@Injectable()
export class BatchSender {
  constructor(
    private readonly reconciler: Reconciler,
    private readonly log: SendLog,
    private readonly feed: AcceptedSmsFeed,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @returns outcomes in the order of the messages */
  deliver(messages: readonly PreparedSms[], delivery: Delivery): Promise<SendOutcome[]> {
    return delivery.run.track(this.#deliver(messages, delivery));
  }

  async #deliver(
    messages: readonly PreparedSms[],
    { run, outlet, startedAtMs = performance.now(), freePlace = () => {} }: Delivery,
  ): Promise<SendOutcome[]> {
    const batch: Batch = { run, outlet, deadline: run.newDeadline() };
    // The caller waits for a single message: its time includes the wait for a place.
    if (run.urgent) {
      const { sendDeadlineMs } = run;
      batch.deadline.within(startedAtMs + sendDeadlineMs - performance.now(), sendDeadlineMs);
    }
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
        return decideAfterSend(state, await this.#send(next.messages, batch, state.sends));
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

  #send(
    messages: readonly PreparedSms[],
    { run, deadline, outlet }: Batch,
    sends: number,
  ): Promise<CallResult> {
    const attempt = new SendAttempt(messages, run, deadline);
    outlet.send(attempt, sends);
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
