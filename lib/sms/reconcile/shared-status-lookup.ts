import { Inject, Injectable } from '@nestjs/common';
import { type StatusAnswers, StatusLookup } from '../../api/status-lookup.js';
import { Gathering, groupsUpTo } from '../../concurrency/gathering.js';
import { PayamSmsApiError } from '../../errors/api.error.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import { callTogether, gatherMs, type Waits } from './shared-call.js';

interface Question extends Waits {
  ids: readonly string[];
  answer: (answers: Promise<StatusAnswers>) => void;
}

/** Asks for the states of customerIds; questions that come close together share their calls. */
@Injectable()
export class SharedStatusLookup {
  readonly #questions = new Gathering<Question>((questions) => this.#ask(questions));

  constructor(
    private readonly statuses: StatusLookup,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'batchSize'>,
  ) {}

  ask(ids: readonly string[], waits: Waits): Promise<StatusAnswers> {
    return new Promise((answer) => {
      this.#questions.add({ ids, ...waits, answer }, gatherMs(waits));
    });
  }

  /** One answer for all questions that share a call: each finds its own ids in it. */
  #ask(questions: readonly Question[]): void {
    for (const some of groupsUpTo(this.settings.batchSize, questions, ({ ids }) => ids.length)) {
      const answers = this.#call(some);
      for (const question of some) {
        question.answer(
          answers.then((all) =>
            // One id may be why the service refuses all: each question is asked by itself then.
            some.length > 1 && all.errors[0] instanceof PayamSmsApiError
              ? this.#call([question])
              : all,
          ),
        );
      }
    }
  }

  #call(questions: readonly Question[]): Promise<StatusAnswers> {
    const ids = questions.flatMap((question) => question.ids);
    return callTogether(questions, (call) => this.statuses.ask(ids, 'customerId', call));
  }
}
