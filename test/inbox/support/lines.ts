import { jest } from '@jest/globals';
import type { InboundSms, InboxAnswer, UnreadableSms } from '../../../lib/api/api.types.js';
import { compareIds } from '../../../lib/api/compare-ids.js';
import type { PayamSmsApi } from '../../../lib/api/payamsms.api.js';
import { EventChannel } from '../../../lib/events/event-channel.js';
import type { InboundFailure } from '../../../lib/events/events.types.js';
import { AppHealth } from '../../../lib/inbox/app-health.js';
import { FailureNews } from '../../../lib/inbox/failure-news.js';
import { Line } from '../../../lib/inbox/line.js';
import { LineListeners } from '../../../lib/inbox/line-listeners.js';
import { LineStart } from '../../../lib/inbox/line-start.js';
import { UnreadableRows } from '../../../lib/inbox/unreadable-rows.js';
import type { InboxStart } from '../../../lib/payamsms.options.js';
import type { Lease } from '../../../lib/store/lease.js';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';

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
  store?: MemoryStore;
  service?: FakeInbox;
}

/** Lines polled as the app does: every ten seconds, and when a failed text is due. */
export class Lines {
  readonly heard: string[] = [];
  readonly calls: string[] = [];
  readonly announced: InboundFailure[] = [];
  readonly warnings: string[] = [];
  readonly service: FakeInbox;
  readonly store: MemoryStore;
  readonly health = new AppHealth();
  lines: Line[] = [];
  behave: Behaviour = () => undefined;
  listening = true;
  /** One for each number. */
  leases: Lease[] = [];
  /** What polls failed with. */
  readonly errors: unknown[] = [];

  private constructor(private readonly options: Options) {
    this.service = options.service ?? new FakeInbox();
    this.store = options.store ?? new MemoryStore();
  }

  static async open(options: Options = {}): Promise<Lines> {
    const opened = new Lines(options);
    await opened.restart();
    return opened;
  }

  /** As another process would go on. */
  async restart(startFrom: InboxStart = this.options.startFrom ?? 'all'): Promise<void> {
    await this.lease?.release();
    for (const line of this.lines) void line.stop();
    const { numbers = ['98200'], maxAttempts = 5 } = this.options;
    for (const lease of this.leases) await lease.release();
    this.leases = [];
    for (const number of numbers) {
      this.leases.push((await this.store.acquire(`inbox:${number}`))!);
    }
    this.lines = numbers.map((number) => this.#line(number, maxAttempts, startFrom));
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
      const retries = this.lines.flatMap((line) => line.retryInMs ?? []);
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
    const ends = await Promise.allSettled(this.lines.map((line, i) => line.poll(this.leases[i]!)));
    let handled = 0;
    for (const end of ends) {
      if (end.status === 'fulfilled') handled += end.value;
      else this.errors.push(end.reason);
    }
    return handled;
  }

  async setAside(): Promise<string[]> {
    return (await this.store.inbox.failed()).map(({ sms }) => sms.id);
  }

  #line(number: string, maxAttempts: number, startFrom: InboxStart): Line {
    const logger = { warn: (said: string) => this.warnings.push(said), log: () => undefined };
    const emitter = {
      listeners: (event: string) => {
        if (event === 'payamsms.inbound') {
          return this.listening ? [(sms: unknown) => this.#hear(sms as InboundSms)] : [];
        }
        return [(failure: unknown) => this.announced.push(failure as InboundFailure)];
      },
    };
    const inbound = new EventChannel(() => emitter, {
      event: 'payamsms.inbound',
      timeoutMs: 60_000,
    });
    const failed = new EventChannel(() => emitter, {
      event: 'payamsms.inbound.failed',
      timeoutMs: 60_000,
    });
    const { health, store } = this;
    const news = new FailureNews(failed, store.inbox, logger);
    const api = this.service as unknown as PayamSmsApi;
    const listeners = new LineListeners(number, inbound, news, store.inbox, health, logger);
    const unreadable = new UnreadableRows(number, store.inbox, news, logger);
    const { inbox } = store;
    const start = new LineStart(number, startFrom, OVERLAP_MS, api, inbox, unreadable, logger);
    const options = { number, maxAttempts, overlapMs: OVERLAP_MS };
    return new Line(options, api, store.inbox, start, unreadable, listeners, health);
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
    if (ids.map(String).includes(id)) throw new Error(`cannot bear ${id}`);
  };

export const refuseAll: Behaviour = () => {
  throw new Error('the database is away');
};
