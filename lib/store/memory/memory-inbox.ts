import type { InboundSms } from '../../api/api.types.js';
import { compareIds, isLong } from '../../api/compare-ids.js';
import type { FailedText, InboxPosition, InboxStore } from '../inbox-store.js';
import type { Lease } from '../lease.js';
import type { MemoryLeases } from './memory-leases.js';

class Line {
  askAfter?: string;
  intendedAt?: Date;
  attempts?: { id: string; count: number };
  /** In the order in which they were handled. */
  readonly handled = new Map<string, Date>();
  readonly waiting = new Map<string, InboundSms>();

  finish(id: string, at: Date): void {
    this.handled.delete(id);
    this.handled.set(id, at);
    this.waiting.delete(id);
    if (this.attempts?.id === id) this.attempts = undefined;
  }

  startAfter(id: string): void {
    this.askAfter = id;
    for (const done of this.handled.keys()) {
      if (compareIds(done, id) <= 0) this.handled.delete(done);
    }
  }

  position(): InboxPosition {
    const { askAfter, intendedAt, attempts } = this;
    return {
      ...(askAfter !== undefined && { askAfter }),
      ...(intendedAt && { intendedAt }),
      ...(attempts && { attempts: { ...attempts } }),
      handled: new Map(this.handled),
      waiting: [...this.waiting.values()].toSorted((a, b) => compareIds(a.id, b.id)),
    };
  }
}

/** The inbox as long as the process lives. */
export class MemoryInbox implements InboxStore {
  readonly #lines = new Map<string, Line>();
  readonly #failed = new Map<string, FailedText>();
  readonly #unannounced = new Set<string>();
  /** Ids that are no Longs, of texts that were set aside. */
  readonly #known = new Set<string>();

  constructor(private readonly leases: MemoryLeases) {}

  async position(number: string): Promise<InboxPosition | undefined> {
    return this.#lines.get(number)?.position();
  }

  async intend(lease: Lease, number: string, at: Date): Promise<void> {
    this.#line(lease, number, 'announce a destructive read').intendedAt = at;
  }

  async keepAnswer(lease: Lease, number: string, texts: readonly InboundSms[]): Promise<void> {
    const line = this.#line(lease, number, 'keep the answer of a destructive read');
    line.intendedAt = undefined;
    for (const text of texts) if (!line.handled.has(text.id)) line.waiting.set(text.id, text);
  }

  async startAfter(lease: Lease, number: string, id: string): Promise<void> {
    const line = this.#line(lease, number, 'remember where the inbox starts');
    line.intendedAt = undefined;
    line.startAfter(id);
  }

  async handled(lease: Lease, number: string, id: string, at: Date): Promise<void> {
    this.#line(lease, number, 'remember a handled text').finish(id, at);
  }

  async trail(lease: Lease, number: string, upTo: string): Promise<void> {
    const line = this.#line(lease, number, 'move the inbox on');
    if (line.askAfter !== undefined && compareIds(upTo, line.askAfter) > 0) line.startAfter(upTo);
  }

  async attempted(lease: Lease, number: string, id: string, attempts: number): Promise<void> {
    this.#line(lease, number, 'count an attempt').attempts = { id, count: attempts };
  }

  async setAside(lease: Lease, number: string, failure: FailedText): Promise<void> {
    const line = this.#line(lease, number, 'set a text aside');
    if (isLong(failure.sms.id)) line.finish(failure.sms.id, failure.at);
    else this.#known.add(failure.sms.id);
    this.#failed.delete(failure.sms.id);
    this.#failed.set(failure.sms.id, failure);
    this.#unannounced.add(failure.sms.id);
  }

  async wasSetAside(id: string): Promise<boolean> {
    return this.#known.has(id);
  }

  async failed(): Promise<FailedText[]> {
    return [...this.#failed.values()].map((failure) => ({ ...failure }));
  }

  async unannounced(): Promise<FailedText[]> {
    return (await this.failed()).filter(({ sms }) => this.#unannounced.has(sms.id));
  }

  async announced(id: string): Promise<void> {
    this.#unannounced.delete(id);
  }

  async failedAgain(id: string, error: string, attempts: number): Promise<void> {
    const failure = this.#failed.get(id);
    if (failure) this.#failed.set(id, { ...failure, error, attempts });
  }

  async forget(id: string): Promise<boolean> {
    this.#unannounced.delete(id);
    return this.#failed.delete(id);
  }

  #line(lease: Lease, number: string, action: string): Line {
    this.leases.check(`inbox:${number}`, lease, action);
    let line = this.#lines.get(number);
    if (!line) this.#lines.set(number, (line = new Line()));
    return line;
  }
}
