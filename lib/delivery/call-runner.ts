import type { StatusAnswers, StatusLookup } from '../api/status-lookup.js';
import type { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { PayamSmsStoreError } from '../errors/store.error.js';
import type { ListenerFailure } from '../events/describe-failure.js';
import type { EventChannel } from '../events/event-channel.js';
import type { DeliveryStore, Followed, FollowedChange } from '../store/delivery-store.js';
import type { Lease } from '../store/lease.js';
import { answerOf } from './answer.js';
import { afterListeners, decide, type DecisionContext, replacementsOf } from './decide.js';
import type { DueCall, DueCalls } from './due-calls.js';
import type { Ladder } from './ladder.js';
import { type Emission, type EmissionResults, ListenerPool } from './listener-pool.js';
import type { RunProgress } from './run-progress.js';
import type { SteadyClock } from './steady-clock.js';
import type { WriteBuffer } from './write-buffer.js';

/** Of how many messages the listeners run at once. */
const MAX_EMISSIONS = 64;

export interface CallDependencies {
  store: Pick<DeliveryStore, 'follow'>;
  lease: Lease;
  statuses: Pick<StatusLookup, 'ask'>;
  channel: Pick<EventChannel<'payamsms.delivery'>, 'emitToListeners'>;
  clock: Pick<SteadyClock, 'now' | 'systemMs'>;
  ladder: Ladder;
  due: Pick<DueCalls, 'release'>;
  writes: Pick<WriteBuffer, 'add'>;
  progress: RunProgress;
  /** Ends calls under way. */
  signal: LightAbortSignal;
}

/** A message of the caller's id, and the service's ids that it is replaced by. */
interface Replacement {
  followed: Followed;
  serverIds: readonly string[];
}

/** Asks for the states of a call's messages, and does what was decided for each. */
export class CallRunner implements EmissionResults {
  readonly #listeners: ListenerPool;

  constructor(private readonly dependencies: CallDependencies) {
    const { channel, lease } = dependencies;
    this.#listeners = new ListenerPool(MAX_EMISSIONS, { channel, lease, results: this });
  }

  start(call: DueCall): void {
    this.dependencies.progress.callBegan(call.messages.length);
    void this.#run(call).finally(() => this.dependencies.progress.callEnded());
  }

  /** Emits no more; resolves when the listeners that run have ended. */
  stop(): Promise<void> {
    return this.#listeners.stop();
  }

  /** Resolves when no listeners run. */
  whenListenersEnded(): Promise<void> {
    return this.#listeners.whenIdle();
  }

  listenersEnded({ followed, next }: Emission, failures: readonly ListenerFailure[]): void {
    const { progress, clock } = this.dependencies;
    progress.add(
      failures.length === 0
        ? { type: 'listeners-resolved' }
        : { type: 'listeners-failed', id: followed.id, failures },
    );
    this.#write(followed, afterListeners(followed, next, failures, clock.now()));
  }

  leaseLost({ followed }: Emission): void {
    const error = new PayamSmsStoreError('lease-lost', 'emit delivery states');
    this.dependencies.progress.add({ type: 'failed', error });
    this.#release([followed]);
  }

  async #run(call: DueCall): Promise<void> {
    const answers = await this.#ask(call);
    if (!answers) return this.#release(call.messages);
    const { clock, ladder } = this.dependencies;
    const context = { now: clock.now(), at: new Date(clock.systemMs()), ladder };
    const replacements: Replacement[] = [];
    for (const followed of call.messages) {
      const replacement = this.#perform(followed, answers, context);
      if (replacement) replacements.push(replacement);
    }
    if (replacements.length > 0) await this.#replace(replacements, context.now);
  }

  async #ask({ by, messages }: DueCall): Promise<StatusAnswers | undefined> {
    const { statuses, signal, progress } = this.dependencies;
    try {
      const ids = messages.map(({ id }) => id);
      const answers = await statuses.ask(ids, by, { attempt: { signal } });
      // Of a call that was cut short, errors say nothing of the service.
      if (signal.aborted) return undefined;
      const [error] = answers.errors;
      progress.add(error ? { type: 'call-failed', error } : { type: 'call-answered' });
      return answers;
    } catch (error) {
      progress.add({ type: 'failed', error });
      return undefined;
    }
  }

  /** @returns what is left to do, together with other messages of the call */
  #perform(
    followed: Followed,
    answers: StatusAnswers,
    context: DecisionContext,
  ): Replacement | undefined {
    const decision = decide(followed, answerOf(followed.id, answers), context);
    switch (decision.action) {
      case 'emit':
        this.#listeners.add({ followed, update: decision.update, next: decision.next });
        return undefined;
      case 'write':
        this.#write(followed, decision.next);
        return undefined;
      case 'replace':
        return { followed, serverIds: decision.serverIds };
    }
  }

  async #replace(replacements: readonly Replacement[], now: Date): Promise<void> {
    const { store, progress } = this.dependencies;
    try {
      await store.follow(
        replacements.flatMap(({ followed, serverIds }) => replacementsOf(followed, serverIds, now)),
      );
    } catch (error) {
      progress.add({ type: 'failed', error });
      return this.#release(replacements.map(({ followed }) => followed));
    }
    for (const { followed } of replacements) this.#write(followed, undefined);
  }

  #write(followed: Followed, next: FollowedChange | undefined): void {
    const { writes, progress } = this.dependencies;
    writes.add({ followed, next });
    progress.messagesEnded(1);
  }

  /** Leaves messages as they are: due. */
  #release(messages: readonly Followed[]): void {
    const { due, progress } = this.dependencies;
    for (const message of messages) due.release(message);
    progress.messagesEnded(messages.length);
  }
}
