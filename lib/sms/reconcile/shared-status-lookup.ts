import { Inject, Injectable } from '@nestjs/common';
import { type StatusAnswers, StatusLookup } from '../../api/status-lookup.js';
import { allAborted, anyAborted } from '../../concurrency/joined-signals.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { Deadline } from './deadline.js';

interface Question {
  ids: readonly string[];
  urgent: boolean;
  deadline: Deadline;
  answer: (answers: StatusAnswers | PromiseLike<StatusAnswers>) => void;
}

/** How long a question waits for others to share its call with. */
const GATHER_MS = 10;

/** Asks for the states of customerIds; questions that come close together share their calls. */
@Injectable()
export class StatusPool {
  #waiting: Question[] = [];
  #timer?: NodeJS.Timeout;
  #isHurried = false;

  constructor(
    private readonly statuses: StatusLookup,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'batchSize'>,
  ) {}

  ask(ids: readonly string[], deadline: Deadline, urgent: boolean): Promise<StatusAnswers> {
    return new Promise((answer) => {
      const isFirst = this.#waiting.push({ ids, urgent, deadline, answer }) === 1;
      if (isFirst) this.#askIn(GATHER_MS);
      // The last look of a short deadline has no time to wait for others.
      if (deadline.nearing.aborted && !this.#isHurried) {
        this.#isHurried = true;
        this.#askIn(0);
      }
    });
  }

  #askIn(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askAll(), ms);
  }

  #askAll(): void {
    const questions = this.#waiting;
    this.#waiting = [];
    this.#isHurried = false;
    let call: Question[] = [];
    let size = 0;
    for (const question of questions) {
      if (size > 0 && size + question.ids.length > this.settings.batchSize) {
        this.#askTogether(call);
        call = [];
        size = 0;
      }
      call.push(question);
      size += question.ids.length;
    }
    this.#askTogether(call);
  }

  /** One answer for all who share the call: each looks up its own ids in it. */
  #askTogether(questions: readonly Question[]): void {
    const urgent = questions.some((question) => question.urgent);
    const deadlines = questions.map(({ deadline }) => deadline);
    const over = allAborted(deadlines);
    const lastChance = anyAborted(deadlines.map(({ nearing }) => nearing));
    const ids = questions.flatMap((question) => question.ids);
    const call = { urgent, signal: over.signal, lastChance: lastChance.signal };
    const answers = this.statuses
      .ask(ids, 'customerId', { ...call, once: true, patient: true })
      .finally(() => {
        over.release();
        lastChance.release();
      });
    for (const { answer } of questions) answer(answers);
  }
}
