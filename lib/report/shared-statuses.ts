import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../api/payamsms.api.js';
import type { IdKind } from '../api/status-calls.js';
import { type FoundStatuses, type StatusAnswers, StatusLookup } from '../api/status-lookup.js';
import { Gathering, groupsUpTo } from '../concurrency/gathering.js';
import { type Settings, SETTINGS } from '../settings/settings.js';

interface Question {
  ids: readonly string[];
  answer: (found: FoundStatuses | Promise<FoundStatuses>) => void;
}

/** How long a question waits for others where it would have to wait for a place anyway. */
const GATHER_MS = 10;

/** Finds states; questions that come close together share their calls. */
@Injectable()
export class SharedStatuses {
  readonly #questions = {
    serverId: this.#gathering('serverId'),
    customerId: this.#gathering('customerId'),
  };

  constructor(
    private readonly api: PayamSmsApi,
    private readonly statuses: StatusLookup,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'batchSize'>,
  ) {}

  /** As {@link StatusLookup.find}. */
  find(ids: readonly string[], kind: IdKind): Promise<FoundStatuses> {
    if (ids.length >= this.settings.batchSize) return this.statuses.find(ids, kind);
    return new Promise((answer) => {
      // Those of one turn come together; with a place at hand none waits longer.
      this.#questions[kind].add({ ids, answer }, this.api.hasPlace ? 0 : GATHER_MS);
    });
  }

  #gathering(kind: IdKind): Gathering<Question> {
    return new Gathering((questions) => {
      const { batchSize } = this.settings;
      for (const some of groupsUpTo(batchSize, questions, ({ ids }) => ids.length)) {
        this.#ask(some, kind);
      }
    });
  }

  #ask(questions: readonly Question[], kind: IdKind): void {
    const [first] = questions;
    if (questions.length === 1) return first!.answer(this.statuses.find(first!.ids, kind));
    const ids = questions.flatMap((question) => question.ids);
    const answers = this.statuses.ask(ids, kind);
    for (const question of questions) {
      question.answer(answers.then((all) => foundOf(question.ids, all)));
    }
  }
}

/** One's own part of what was found. @throws why one of the ids was not answered */
function foundOf(
  ids: readonly string[],
  { rows, unreadable, errors }: StatusAnswers,
): FoundStatuses {
  const its: FoundStatuses = { rows: new Map(), unreadable: new Map() };
  for (const id of ids) {
    const problem = unreadable.get(id);
    const found = rows.get(id);
    if (problem) its.unreadable.set(id, problem);
    else if (found) its.rows.set(id, found);
    else throw errors[0]!;
  }
  return its;
}
