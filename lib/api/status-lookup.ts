import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApiError } from '../errors/api.error.js';
import { PayamSmsError } from '../errors/payamsms.error.js';
import type { CallOptions } from '../http/authorized-client.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { StatusRow } from './api.types.js';
import { PayamSmsApi } from './payamsms.api.js';
import { UNKNOWN_ID_CODES } from './status.js';
import { type IdKind, splitStatusIds } from './status-calls.js';

/** What was found out about ids, each by itself: one call that fails does not spoil the others. */
export interface StatusAnswers {
  /** The rows of every id that was answered; an empty list for one not found. */
  rows: Map<string, StatusRow[]>;
  /** Why ids are missing in `rows`. */
  errors: PayamSmsError[];
}

/** Finds the rows of any number of ids, whichever way the service words "not found". */
@Injectable()
export class StatusLookup {
  constructor(
    private readonly api: PayamSmsApi,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The rows of each distinct id, in the order of the ids. Throws unless all are answered. */
  async find(ids: Iterable<string>, kind: IdKind): Promise<Map<string, StatusRow[]>> {
    const distinct = new Set(ids);
    const { rows, errors } = await this.ask(distinct, kind, { endsAtError: true });
    if (errors[0]) throw errors[0];
    return new Map(Array.from(distinct, (id) => [id, rows.get(id) ?? []]));
  }

  async ask(
    ids: Iterable<string>,
    kind: IdKind,
    { endsAtError = false, ...call }: CallOptions & { endsAtError?: boolean } = {},
  ): Promise<StatusAnswers> {
    const answers: StatusAnswers = { rows: new Map(), errors: [] };
    const calls = splitStatusIds([...new Set(ids)], kind, this.settings).values();
    const worker = async () => {
      for (const some of calls) {
        if (endsAtError && answers.errors.length > 0) return;
        await this.#ask(some, kind, answers, call);
      }
    };
    // No more at once than have a place: who asks for a million ids stands in nobody's way.
    await Promise.all(Array.from({ length: this.settings.maxConcurrency }, worker));
    return answers;
  }

  async #ask(
    ids: string[],
    kind: IdKind,
    answers: StatusAnswers,
    call: CallOptions | undefined,
  ): Promise<void> {
    try {
      const rows = await this.api.getStatus(ids, kind, call);
      if (ids.length === 1 || rows.every((row) => row[kind] !== undefined)) {
        return assign(ids, rows, kind, answers);
      }
    } catch (error) {
      if (!(error instanceof PayamSmsError)) throw error;
      if (!isUnknownId(error)) {
        answers.errors.push(error);
        return;
      }
      if (ids.length === 1) return assign(ids, [], kind, answers);
    }
    // One unknown id made the service refuse the whole call, or rows do not say whose they are:
    // halving the call finds out.
    const middle = ids.length >> 1;
    const halves = [ids.slice(0, middle), ids.slice(middle)];
    await Promise.all(halves.map((half) => this.#ask(half, kind, answers, call)));
  }
}

function assign(
  ids: readonly string[],
  rows: readonly StatusRow[],
  kind: IdKind,
  answers: StatusAnswers,
): void {
  for (const id of ids) answers.rows.set(id, []);
  // Asked for alone, an id needs no echo to be told.
  for (const row of rows) answers.rows.get(row[kind] ?? ids[0]!)?.push(row);
}

function isUnknownId(error: PayamSmsError): boolean {
  return error instanceof PayamSmsApiError && UNKNOWN_ID_CODES.has(error.code ?? '');
}
