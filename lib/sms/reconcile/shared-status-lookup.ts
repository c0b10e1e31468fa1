import { Inject, Injectable } from '@nestjs/common';
import { type StatusAnswers, StatusLookup } from '../../api/status-lookup.js';
import { Gathering, groupsUpTo } from '../../concurrency/gathering.js';
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
      const ids = some.flatMap((question) => question.ids);
      const answers = callTogether(some, (call) => this.statuses.ask(ids, 'customerId', call));
      for (const { answer } of some) answer(answers);
    }
  }
}
