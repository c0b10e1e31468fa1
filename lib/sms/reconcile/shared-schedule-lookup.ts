import { Injectable } from '@nestjs/common';
import type { ScheduledAnswer } from '../../api/api.types.js';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { Gathering } from '../../concurrency/gathering.js';
import { PayamSmsError } from '../../errors/payamsms.error.js';
import type { CallOptions } from '../../http/authorized-client.js';
import type { PreparedSms } from '../prepare.js';
import { joinPages, type ListRow, type ScheduledPages } from './scheduled-pages.js';
import { callTogether, gatherMs, type Waits } from './shared-call.js';

/** What the scheduled list says of a message. */
export type ListFinding =
  /** An empty list: the message does not wait. */
  | { rows: readonly ListRow[] }
  | { error: PayamSmsError }
  /** The list was not complete. */
  | 'unclear';

interface Question extends Waits {
  customerId: string;
  sendDate: string;
  answer: (finding: ListFinding | Promise<ListFinding>) => void;
}

/** So few messages are asked for one by one. */
const FEW = 4;
const PAGE = 500;
/** A longer list is mostly about other messages: it is not read whole for these. */
const MAX_PAGES = 4;

/**
 * Dates are read as those of sending. Where a service should mean those of accepting instead, which the
 * guide leaves open, these lie within a day, by whatever clock and zone.
 */
const MARGIN_MS = 86_400_000;

/** Looks for messages in the scheduled list; many that are looked for together share its pages. */
@Injectable()
export class SharedScheduleLookup {
  readonly #questions = new Gathering<Question>((questions) => void this.#answerAll(questions));

  constructor(private readonly api: PayamSmsApi) {}

  /** @param message one with a date */
  find({ customerId, sendDate }: PreparedSms, waits: Waits): Promise<ListFinding> {
    return new Promise((answer) => {
      const question = { customerId, sendDate: sendDate!, ...waits, answer };
      this.#questions.add(question, gatherMs(waits));
    });
  }

  async #answerAll(questions: readonly Question[]): Promise<void> {
    if (questions.length <= FEW) return this.#answerEach(questions);
    const pages = callTogether(questions, (call) => this.#pages(questions, call));
    try {
      const { rows, isWhole } = await pages;
      const open: Question[] = [];
      for (const question of questions) {
        const its = rows.get(question.customerId);
        if (its || isWhole) question.answer({ rows: its ?? [] });
        // What is not in a part of the list may be in the other.
        else open.push(question);
      }
      this.#answerEach(open);
    } catch (defect) {
      for (const { answer } of questions) answer(Promise.reject(defect));
    }
  }

  #answerEach(questions: readonly Question[]): void {
    for (const question of questions) {
      question.answer(callTogether([question], (call) => this.#single(question, call)));
    }
  }

  /** The list of all messages that wait to be sent until the last of these. */
  async #pages(questions: readonly Question[], call: CallOptions): Promise<ScheduledPages> {
    const range = this.#rangeOf(questions);
    const pages: ScheduledAnswer[] = [];
    try {
      for (let count = 1; pages.length < count;) {
        const page = String(pages.length);
        const query = new URLSearchParams({ ...range, page, size: String(PAGE) });
        const answer = await this.api.listScheduled(query, call);
        pages.push(answer);
        if (answer.totalPages > MAX_PAGES) break;
        count = answer.totalPages;
      }
    } catch (error) {
      // Asked for one by one, each message gets an answer of its own, be it an error.
      if (!(error instanceof PayamSmsError)) throw error;
    }
    return joinPages(pages);
  }

  #rangeOf(questions: readonly Question[]): { from: string; to: string } {
    const { time } = this.api;
    const dates = questions.map(({ sendDate }) => time.parse(sendDate)!.getTime());
    const fromMs = Math.min(Date.now(), ...dates) - MARGIN_MS;
    const toMs = Math.max(...dates) + MARGIN_MS;
    return { from: time.format(new Date(fromMs))!, to: time.format(new Date(toMs))! };
  }

  /** A message whose time lies ahead may have no state yet (READING 19). */
  async #single({ customerId }: Question, call: CallOptions): Promise<ListFinding> {
    try {
      const list = await this.api.listScheduled(new URLSearchParams({ customerId }), call);
      const rows = [...list.items, ...list.unreadable];
      const its = rows.filter((row) => (row.customerId ?? customerId) === customerId);
      if (its.length > 0) return { rows: its };
      // More was listed than came: it may be among that.
      return list.totalItems > rows.length ? 'unclear' : { rows: [] };
    } catch (error) {
      if (error instanceof PayamSmsError) return { error };
      throw error;
    }
  }
}
