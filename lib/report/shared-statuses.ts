import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../api/payamsms.api.js';
import type { IdKind } from '../api/status-calls.js';
import { type FoundStatuses, type StatusAnswers, StatusLookup } from '../api/status-lookup.js';
import { Condition } from '../concurrency/condition.js';
import { groupsUpTo } from '../concurrency/gathering.js';
import { PayamSmsApiError } from '../errors/api.error.js';
import { type Settings, SETTINGS } from '../settings/settings.js';

interface Question {
  ids: readonly string[];
  answer: (found: Promise<FoundStatuses>) => void;
}

/** Other calls than these free places, too. */
const LOOK_AGAIN_MS = 20;

/**
 * Finds states. Questions of one turn share their calls; where there is no place for these, so do all
 * that come until an earlier call has ended.
 */
@Injectable()
export class SharedStatuses {
  readonly #waiting: Record<IdKind, Question[]> = { serverId: [], customerId: [] };
  readonly #callEnded = new Condition();
  #underWay = 0;

  constructor(
    private readonly api: PayamSmsApi,
    private readonly statuses: StatusLookup,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'batchSize'>,
  ) {}

  /** As {@link StatusLookup.find}. */
  find(ids: readonly string[], kind: IdKind): Promise<FoundStatuses> {
    if (ids.length >= this.settings.batchSize) return this.statuses.find(ids, kind);
    return new Promise((answer) => {
      const isFirst = this.#waiting[kind].push({ ids, answer }) === 1;
      if (isFirst) void this.#askWhenFree(kind);
    });
  }

  async #askWhenFree(kind: IdKind): Promise<void> {
    await Promise.resolve(); // The others of this turn.
    while (this.#underWay > 0 && !this.api.hasPlace) await this.#callEnded.wait(LOOK_AGAIN_MS);
    const questions = this.#waiting[kind];
    this.#waiting[kind] = [];
    for (const some of groupsUpTo(this.settings.batchSize, questions, ({ ids }) => ids.length)) {
      void this.#ask(some, kind);
    }
  }

  async #ask(questions: readonly Question[], kind: IdKind): Promise<void> {
    this.#underWay++;
    try {
      await this.#answer(questions, kind);
    } catch {
      // Each question has it as its answer.
    } finally {
      this.#underWay--;
      this.#callEnded.notifyAll();
    }
  }

  #answer(questions: readonly Question[], kind: IdKind): Promise<unknown> {
    const [first] = questions;
    if (questions.length === 1) {
      const found = this.statuses.find(first!.ids, kind);
      first!.answer(found);
      return found;
    }
    const ids = questions.flatMap((question) => question.ids);
    const answers = this.statuses.ask(ids, kind);
    for (const question of questions) {
      question.answer(
        answers.then((all) =>
          // One id may be why the service refuses all: each question is asked by itself then.
          all.errors[0] instanceof PayamSmsApiError
            ? this.statuses.find(question.ids, kind)
            : foundOf(question.ids, all),
        ),
      );
    }
    return answers;
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
