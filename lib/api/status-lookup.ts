import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApiError } from '../errors/api.error.js';
import type { CallOptions } from '../http/authorized-client.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import type { StatusRow } from './api.types.js';
import { PayamSmsApi } from './payamsms.api.js';
import { UNKNOWN_ID_CODES } from './status.js';
import { type IdKind, splitStatusIds } from './status-calls.js';

/** Finds the rows of any number of ids, whichever way the service words "not found". */
@Injectable()
export class StatusLookup {
  constructor(
    private readonly api: PayamSmsApi,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** The rows of each distinct id, in the order of the ids; an empty list for one not found. */
  async find(
    ids: Iterable<string>,
    kind: IdKind,
    call?: CallOptions,
  ): Promise<Map<string, StatusRow[]>> {
    const found = new Map<string, StatusRow[]>();
    for (const id of ids) found.set(id, []);
    const calls = splitStatusIds([...found.keys()], kind, this.settings);
    await Promise.all(calls.map((some) => this.#collect(some, kind, found, call)));
    return found;
  }

  async #collect(
    ids: string[],
    kind: IdKind,
    found: Map<string, StatusRow[]>,
    call?: CallOptions,
  ): Promise<void> {
    for (const row of await this.#rowsOf(ids, kind, call)) {
      // Asked for alone, an id needs no echo to be told.
      const id = row[kind] ?? (ids.length === 1 ? ids[0] : undefined);
      if (id !== undefined) found.get(id)?.push(row);
    }
  }

  /** Where one unknown id makes the service refuse the whole call, halving the call isolates it. */
  async #rowsOf(ids: string[], kind: IdKind, call?: CallOptions): Promise<StatusRow[]> {
    try {
      return await this.api.getStatus(ids, kind, call);
    } catch (error) {
      if (!(error instanceof PayamSmsApiError && UNKNOWN_ID_CODES.has(error.code ?? ''))) {
        throw error;
      }
      if (ids.length === 1) return [];
      const middle = ids.length >> 1;
      const halves = [ids.slice(0, middle), ids.slice(middle)];
      return (await Promise.all(halves.map((half) => this.#rowsOf(half, kind, call)))).flat();
    }
  }
}
