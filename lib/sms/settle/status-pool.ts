import { Inject, Injectable } from '@nestjs/common';
import { type StatusAnswers, StatusLookup } from '../../api/status-lookup.js';
import { Cutoff } from '../../http/cutoff.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';

interface Question {
  ids: readonly string[];
  urgent: boolean;
  deadline: Cutoff;
  answer: (answers: StatusAnswers | PromiseLike<StatusAnswers>) => void;
}

/** How long a question waits for others to share its call with. */
const GATHER_MS = 10;

/** Asks for the states of customerIds; questions that come close together share their calls. */
@Injectable()
export class StatusPool {
  #waiting: Question[] = [];

  constructor(
    private readonly statuses: StatusLookup,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'batchSize'>,
  ) {}

  ask(ids: readonly string[], deadline: Cutoff, urgent: boolean): Promise<StatusAnswers> {
    return new Promise((answer) => {
      if (this.#waiting.push({ ids, urgent, deadline, answer }) === 1) {
        setTimeout(() => this.#askAll(), GATHER_MS);
      }
    });
  }

  #askAll(): void {
    const questions = this.#waiting;
    this.#waiting = [];
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
    const { signal, release } = whenAllAreOver(questions.map(({ deadline }) => deadline));
    const ids = questions.flatMap((question) => question.ids);
    const answers = this.statuses
      .ask(ids, 'customerId', { urgent, signal, once: true })
      .finally(release);
    for (const { answer } of questions) answer(answers);
  }
}

/** A shared call is worth waiting for as long as one of those who asked waits. */
function whenAllAreOver(deadlines: readonly Cutoff[]): { signal: Cutoff; release: () => void } {
  const signal = new Cutoff();
  const check = () => {
    if (deadlines.every(({ aborted }) => aborted)) signal.abort();
  };
  for (const deadline of deadlines) deadline.addEventListener('abort', check);
  check();
  const release = () => {
    for (const deadline of deadlines) deadline.removeEventListener('abort', check);
  };
  return { signal, release };
}
