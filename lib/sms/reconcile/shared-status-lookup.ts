import { Inject, Injectable } from '@nestjs/common';
import { type StatusAnswers, StatusLookup } from '../../api/status-lookup.js';
import { allAborted, anyAborted } from '../../concurrency/joined-signals.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import type { Deadline } from '../run/deadline.js';

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
export class SharedStatusLookup {
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
      // The last lookup of a short deadline has no time to wait for others.
      if (deadline.lastChance.aborted && !this.#isHurried) {
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
    for (const call of inCalls(questions, this.settings.batchSize)) this.#askTogether(call);
  }

  /** One answer for all questions that share the call: each finds its own ids in it. */
  #askTogether(questions: readonly Question[]): void {
    const deadlines = questions.map(({ deadline }) => deadline);
    const ends = allAborted(deadlines.map(({ signal }) => signal));
    const lastChance = anyAborted(deadlines.map((deadline) => deadline.lastChance));
    const answers = this.statuses
      .ask(
        questions.flatMap(({ ids }) => ids),
        'customerId',
        {
          urgent: questions.some(({ urgent }) => urgent),
          attempt: { signal: ends.signal, lastChance: lastChance.signal },
          once: true,
          patient: true,
        },
      )
      .finally(() => {
        ends.release();
        lastChance.release();
      });
    for (const { answer } of questions) answer(answers);
  }
}

/** Questions that fit into one call together; a question that is larger by itself is one call's. */
function inCalls(questions: readonly Question[], batchSize: number): Question[][] {
  const calls: Question[][] = [];
  let size = Infinity;
  for (const question of questions) {
    size += question.ids.length;
    if (size <= batchSize) {
      calls.at(-1)!.push(question);
      continue;
    }
    calls.push([question]);
    size = question.ids.length;
  }
  return calls;
}
