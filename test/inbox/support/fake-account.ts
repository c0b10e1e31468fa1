import { jest } from '@jest/globals';
import type { InboundSms, InboxAnswer, UnreadableSms } from '../../../lib/api/api.types.js';
import { compareIds } from '../../../lib/api/compare-ids.js';
import { EventChannel } from '../../../lib/events/event-channel.js';
import type { InboundFailure } from '../../../lib/events/events.types.js';
import { ListenerCheck } from '../../../lib/events/listener-check.js';
import { SharedCircuit } from '../../../lib/inbox/circuit-breaker.js';
import { MANY_AT_ONCE, ONE_BY_ONE } from '../../../lib/inbox/handled-buffer.js';
import { InboxTask } from '../../../lib/inbox/inbox-task.js';
import type { InboxStart } from '../../../lib/payamsms.background-options.js';
import type { Lease } from '../../../lib/store/lease.js';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import type { AccountStore } from '../../../lib/store/store.js';

export const OVERLAP_MS = 60_000;
const TICK_MS = 10_000;

type Behaviour = (sms: InboundSms) => unknown;

/** A service's inbox without a wire: texts by number, visible or not yet. */
export class FakeInbox {
  readonly texts: InboundSms[] = [];
  readonly unread = new Set<string>();
  readonly asked: (string | undefined)[] = [];
  failure?: Error;
  /** How an unread read ends after the texts were marked read. */
  lostAnswer?: Error;

  receive(number: string, id: number | string, receivedAt = new Date()): void {
    const sms = { id: String(id), from: '989120000000', to: number, body: `b${id}`, receivedAt };
    this.texts.push(sms);
    this.texts.sort((a, b) => compareIds(a.id, b.id));
    this.unread.add(sms.id);
  }

  unreadable: UnreadableSms[] = [];

  getInbox = async (number: string, afterId?: string): Promise<InboxAnswer> => ({
    texts: await this.#textsOf(number, afterId),
    unreadable: this.unreadable,
  });

  async #textsOf(number: string, afterId?: string): Promise<InboundSms[]> {
    this.asked.push(afterId);
    if (this.failure) throw this.failure;
    const own = this.texts.filter(({ to }) => to === number);
    if (afterId !== undefined) return own.filter(({ id }) => compareIds(id, afterId) > 0);
    const taken = own.filter(({ id }) => this.unread.has(id)).slice(0, 90);
    for (const { id } of taken) this.unread.delete(id);
    if (this.lostAnswer) throw this.lostAnswer;
    return taken;
  }
}

interface Options {
  numbers?: string[];
  maxAttempts?: number;
  startFrom?: InboxStart;
  store?: AccountStore;
  service?: FakeInbox;
  /** Handled texts are committed many at a time. */
  isStoreRemote?: boolean;
}

/** An account's numbers, read as in an app: every ten seconds, and when a failed text is due. */
export class FakeAccount {
  readonly heard: string[] = [];
  readonly calls: string[] = [];
  readonly announced: InboundFailure[] = [];
  readonly warnings: string[] = [];
  readonly service: FakeInbox;
  readonly store: AccountStore;
  readonly circuit = new SharedCircuit();
  tasks: InboxTask[] = [];
  behave: Behaviour = () => undefined;
  /** What a listener to dead letters does. */
  behaveToFailed: () => unknown = () => undefined;
  listening = true;
  /** One for each number. */
  leases: Lease[] = [];
  /** What polls failed with. */
  readonly errors: unknown[] = [];

  private constructor(private readonly options: Options) {
    this.service = options.service ?? new FakeInbox();
    this.store = options.store ?? new MemoryStore().account('');
  }

  static async open(options: Options = {}): Promise<FakeAccount> {
    const opened = new FakeAccount(options);
    await opened.restart();
    return opened;
  }

  /** As another process would go on. */
  async restart(startFrom: InboxStart = this.options.startFrom ?? 'all'): Promise<void> {
    await this.lease?.release();
    for (const task of this.tasks) void task.stop();
    const { numbers = ['98200'], maxAttempts = 5 } = this.options;
    for (const lease of this.leases) await lease.release();
    this.leases = [];
    for (const number of numbers) {
      this.leases.push((await this.store.acquire(`inbox:${number}`))!);
    }
    this.tasks = numbers.map((number) => this.#task(number, maxAttempts, startFrom));
  }

  /** Polls as cron and retries would, until so much time has gone by. */
  async run(ms: number): Promise<void> {
    const endMs = performance.now() + ms;
    let tickMs = performance.now();
    for (;;) {
      await this.poll();
      const nowMs = performance.now();
      if (nowMs >= endMs) return;
      while (tickMs <= nowMs) tickMs += TICK_MS;
      const retries = this.tasks.flatMap((task) => task.nextRunInMs() ?? []);
      const waitMs = Math.min(tickMs - nowMs, endMs - nowMs, ...retries.map((in_) => in_ || 1));
      await jest.advanceTimersByTimeAsync(Math.max(1, waitMs));
    }
  }

  get lease(): Lease {
    return this.leases[0]!;
  }

  set lease(lease: Lease) {
    this.leases[0] = lease;
  }

  async poll(): Promise<number> {
    const ends = await Promise.allSettled(this.tasks.map((task, i) => task.run(this.leases[i]!)));
    let handled = 0;
    for (const end of ends) {
      if (end.status === 'fulfilled') handled += end.value;
      else this.errors.push(end.reason);
    }
    return handled;
  }

  async deadLetters(): Promise<string[]> {
    return (await this.store.inbox.deadLetters()).map(({ sms }) => sms.id);
  }

  /** Which of the texts that the service gives are still to be handled. */
  async unhandled(): Promise<string[]> {
    return this.store.inbox.unhandled(
      '98200',
      this.service.texts.map(({ id }) => id),
    );
  }

  #task(number: string, maxAttempts: number, startFrom: InboxStart): InboxTask {
    const logger = { warn: (said: string) => this.warnings.push(said), log: () => undefined };
    const emitter = {
      listeners: (event: string) => {
        if (event === 'payamsms.inbound') {
          return this.listening ? [(sms: unknown) => this.#hear(sms as InboundSms)] : [];
        }
        return [(failure: unknown) => this.#hearFailure(failure as InboundFailure)];
      },
    };
    const timeoutMs = 60_000;
    const inbound = new EventChannel(() => emitter, { event: 'payamsms.inbound', timeoutMs });
    const failed = new EventChannel(() => emitter, { event: 'payamsms.inbound.failed', timeoutMs });
    const { circuit, service: api } = this;
    const listeners = new ListenerCheck(inbound, 'nothing is read', { warn: () => undefined });
    const { inbox: store } = this.store;
    const limits = this.options.isStoreRemote ? MANY_AT_ONCE : ONE_BY_ONE;
    return new InboxTask(
      { number, maxAttempts, startFrom, overlapMs: OVERLAP_MS },
      { api, store, limits, inbound, failed, listeners, circuit, logger },
    );
  }

  async #hearFailure(failure: InboundFailure): Promise<void> {
    this.announced.push(failure);
    await this.behaveToFailed();
  }

  async #hear(sms: InboundSms): Promise<void> {
    this.calls.push(sms.id);
    await this.behave(sms);
    this.heard.push(sms.id);
  }
}

export const refusing =
  (...ids: (number | string)[]): Behaviour =>
  ({ id }) => {
    if (ids.map(String).includes(id)) throw new Error(`cannot handle ${id}`);
  };

export const refuseAll: Behaviour = () => {
  throw new Error('the database is away');
};
