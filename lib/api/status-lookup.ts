import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { CallOptions } from '../http/authorized-client.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { StatusAnswer, StatusRow } from './api.types.js';
import { PayamSmsApi } from './payamsms.api.js';
import { UNKNOWN_ID_CODES } from './status.js';
import { type IdKind, splitStatusIds } from './status-calls.js';

/** What was found out about ids, each by itself: a call that fails leaves the others as they are. */
export interface StatusAnswers {
  /** The rows of every id that was answered; an empty list for one not found. */
  rows: Map<string, StatusRow[]>;
  /** Ids whose rows could not be read: these are neither found nor absent. */
  unreadable: Map<string, PayamSmsError>;
  /** Why other ids are missing in `rows`. */
  errors: PayamSmsError[];
}

/** What was found where all was answered. */
export type FoundStatuses = Pick<StatusAnswers, 'rows' | 'unreadable'>;

/** Finds the rows of any number of ids, whichever way the service words "not found". */
@Injectable()
export class StatusLookup {
  constructor(
    private readonly api: PayamSmsApi,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * The rows of each distinct id, in the order of the ids, but for those whose rows cannot be read.
   * Throws unless all were answered.
   */
  async find(ids: Iterable<string>, kind: IdKind): Promise<FoundStatuses> {
    const distinct = new Set(ids);
    const { rows, unreadable, errors } = await this.ask(distinct, kind, { endsAtError: true });
    if (errors[0]) throw errors[0];
    const readable = [...distinct].filter((id) => !unreadable.has(id));
    return { rows: new Map(readable.map((id) => [id, rows.get(id) ?? []])), unreadable };
  }

  async ask(
    ids: Iterable<string>,
    kind: IdKind,
    { endsAtError = false, ...call }: CallOptions & { endsAtError?: boolean } = {},
  ): Promise<StatusAnswers> {
    const answers: StatusAnswers = { rows: new Map(), unreadable: new Map(), errors: [] };
    const calls = splitStatusIds([...new Set(ids)], kind, this.settings).values();
    const worker = async () => {
      for (const some of calls) {
        if (endsAtError && answers.errors.length > 0) return;
        await this.#ask(some, kind, answers, call);
      }
    };
    // No more at once than have a place: a question for a million ids keeps no other call waiting.
    await Promise.all(Array.from({ length: this.settings.maxConcurrency }, worker));
    return answers;
  }

  async #ask(
    ids: readonly string[],
    kind: IdKind,
    answers: StatusAnswers,
    call: CallOptions | undefined,
  ): Promise<void> {
    let open: readonly string[] = ids;
    try {
      open = assign(ids, await this.api.getStatus(ids, kind, call), kind, answers);
    } catch (error) {
      if (!(error instanceof PayamSmsError)) throw error;
      if (!isUnknownId(error)) {
        answers.errors.push(error);
        return;
      }
      if (ids.length === 1) {
        answers.rows.set(ids[0]!, []);
        return;
      }
    }
    // One unknown id made the service refuse the whole call, or rows do not name their ids:
    // halving the call finds out.
    const middle = (open.length + 1) >> 1;
    const halves = [open.slice(0, middle), open.slice(middle)].filter(({ length }) => length > 0);
    await Promise.all(halves.map((half) => this.#ask(half, kind, answers, call)));
  }
}

/** @returns the ids that the answer leaves open; never one that was asked for alone */
function assign(
  ids: readonly string[],
  { rows, unreadable }: StatusAnswer,
  kind: IdKind,
  answers: StatusAnswers,
): readonly string[] {
  // A row of an id that was asked for alone need not name it.
  const alone = ids.length === 1 ? ids[0] : undefined;
  // A row that is one of any of them, or one more of them.
  if (alone === undefined && rows.some((row) => row[kind] === undefined)) return ids;
  const found = new Map<string, StatusRow[]>(ids.map((id) => [id, []]));
  const failed = new Map<string, PayamSmsError>();
  let stray: PayamSmsError | undefined;
  for (const row of rows) {
    const its = found.get(row[kind] ?? alone ?? '');
    if (its) its.push(row);
    else stray ??= new PayamSmsUnexpectedAnswerError('getStatus', kind, 'expected an id asked for');
  }
  for (const { error, ...row } of unreadable) {
    const id = row[kind] ?? alone ?? '';
    if (found.has(id)) failed.set(id, error);
    else stray ??= error;
  }
  // An id without a row may be that of a row that does not name its id: no absence is proven.
  if (alone !== undefined && stray) failed.set(alone, failed.get(alone) ?? stray);
  const open: string[] = [];
  for (const [id, its] of found) {
    const error = failed.get(id);
    if (its.length > 0 || (!error && !stray)) answers.rows.set(id, its);
    else if (error) answers.unreadable.set(id, error);
    else open.push(id);
  }
  return open;
}

function isUnknownId(error: PayamSmsError): boolean {
  return error instanceof PayamSmsApiError && UNKNOWN_ID_CODES.has(error.code ?? '');
}
