import { Inject, Injectable } from '@nestjs/common';
import type { StatusRow } from '../../api/api.types.js';
import { StatusLookup } from '../../api/status-lookup.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';

type Rows = Map<string, StatusRow[]>;

interface Question {
  ids: readonly string[];
  urgent: boolean;
  answer: (rows: Rows | PromiseLike<Rows>) => void;
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

  find(ids: readonly string[], urgent: boolean): Promise<Rows> {
    return new Promise((answer) => {
      if (this.#waiting.push({ ids, urgent, answer }) === 1) {
        setTimeout(() => this.#ask(), GATHER_MS);
      }
    });
  }

  #ask(): void {
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
    const rows = this.statuses.find(
      questions.flatMap(({ ids }) => ids),
      'customerId',
      { urgent },
    );
    for (const { answer } of questions) answer(rows);
  }
}
