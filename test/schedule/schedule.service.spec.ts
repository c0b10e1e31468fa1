import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import * as fc from 'fast-check';
import type {
  ScheduledAnswer,
  ScheduledSms,
  UnreadableScheduled,
} from '../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { ScheduleService } from '../../lib/schedule/schedule.service.js';
import { collect } from '../support/collect.js';
import { someSettings } from '../support/settings.js';

const scheduled = (index: number): ScheduledSms => ({
  serverId: String(index),
  recipient: '989121234567',
  body: 'hello',
  sendDate: new Date('2030-01-01T00:00:00Z'),
  price: 1_500,
  parts: 1,
});

const unreadable = (index: number): UnreadableScheduled => ({
  serverId: String(index),
  error: new PayamSmsUnexpectedAnswerError('listScheduled', '[0].sendDate', 'expected a date'),
  isJalali: false,
});

/** A list that messages can be taken out of while it is read. */
class Waiting {
  readonly ids: number[];
  /** Those whose rows cannot be read. */
  readonly bad = new Set<number>();
  readonly listScheduled = jest.fn(async (query: URLSearchParams) => this.#page(query));
  readonly cancelScheduled = jest.fn<PayamSmsApi['cancelScheduled']>(async (serverId) => {
    this.cancel(serverId);
    return { serverId, recipient: '989121234567', cancelled: true };
  });

  constructor(count: number) {
    this.ids = Array.from({ length: count }, (_, i) => i);
  }

  service(): ScheduleService {
    const { listScheduled, cancelScheduled } = this;
    const api = { time: new WireTime('Asia/Tehran'), listScheduled, cancelScheduled };
    return new ScheduleService(api as unknown as PayamSmsApi, someSettings());
  }

  cancel(serverId: string): void {
    const at = this.ids.indexOf(Number(serverId));
    if (at >= 0) this.ids.splice(at, 1);
  }

  #page(query: URLSearchParams): ScheduledAnswer {
    const page = Number(query.get('page') ?? 0);
    const size = Number(query.get('size') ?? 10);
    const ids = this.ids.slice(page * size, (page + 1) * size);
    return {
      items: ids.filter((id) => !this.bad.has(id)).map(scheduled),
      unreadable: ids.filter((id) => this.bad.has(id)).map(unreadable),
      page,
      totalPages: Math.ceil(this.ids.length / size),
      totalItems: this.ids.length,
    };
  }
}

const FILTER = { customerId: 'a' };
const everyId = (count: number): string[] => Array.from({ length: count }, (_, i) => String(i));

afterEach(() => {
  jest.restoreAllMocks();
});

describe('list', () => {
  it('gives the page that is asked for', async () => {
    const waiting = new Waiting(25);
    const page = await waiting.service().list(FILTER, { page: 2, size: 10 });
    expect(page).toMatchObject({ page: 2, totalPages: 3, totalItems: 25 });
    expect(page.items.map(({ serverId }) => serverId)).toEqual(['20', '21', '22', '23', '24']);
  });

  it('leaves page and size to the service where they are not given', async () => {
    const waiting = new Waiting(1);
    await waiting.service().list(FILTER);
    expect(String(waiting.listScheduled.mock.calls[0]?.[0])).toBe('customerId=a');
  });

  it('leaves out a row that cannot be read, with a warning', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const waiting = new Waiting(3);
    waiting.bad.add(1);
    const page = await waiting.service().list(FILTER);
    expect(page.items.map(({ serverId }) => serverId)).toEqual(['0', '2']);
    expect(Object.keys(page).toSorted()).toEqual(['items', 'page', 'totalItems', 'totalPages']);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/serverId 1, .*sendDate: expected/)]]);
  });

  it('throws what is wrong with the rows where no other came', async () => {
    const waiting = new Waiting(1);
    waiting.bad.add(0);
    await expect(waiting.service().list(FILTER)).rejects.toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      where: '[0].sendDate',
    });
  });

  it('tells that dates are read wrongly where all of them are of the other calendar', async () => {
    const waiting = new Waiting(0);
    waiting.listScheduled.mockResolvedValue({
      items: [],
      unreadable: [{ ...unreadable(1), isJalali: true }],
      page: 0,
      totalPages: 1,
      totalItems: 1,
    });
    await expect(waiting.service().list(FILTER)).rejects.toThrow('sendDate: expected a date');
    await expect(collect(waiting.service().iterate(FILTER))).rejects.toThrow('expected a date');
  });

  it('asks nothing without a filter', async () => {
    const waiting = new Waiting(1);
    await expect(waiting.service().list({} as typeof FILTER)).rejects.toThrow(TypeError);
    expect(waiting.listScheduled).not.toHaveBeenCalled();
  });
});

describe('iterate', () => {
  it.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [1_000, 10],
  ])('gives %i messages with %i calls', async (count, calls) => {
    const waiting = new Waiting(count);
    const found = await collect(waiting.service().iterate(FILTER));
    expect(found.map(({ serverId }) => serverId)).toEqual(everyId(count));
    expect(waiting.listScheduled).toHaveBeenCalledTimes(calls);
  });

  it('goes on after a page of which no row can be read', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const waiting = new Waiting(250);
    for (let id = 0; id < 200; id++) waiting.bad.add(id);
    const found = await collect(waiting.service().iterate(FILTER));
    expect(found.map(({ serverId }) => serverId)).toEqual(everyId(250).slice(200));
  });

  it('fetches a page when it is needed', async () => {
    const waiting = new Waiting(1_000);
    for await (const { serverId } of waiting.service().iterate(FILTER)) {
      expect(serverId).toBe('0');
      break;
    }
    expect(waiting.listScheduled).toHaveBeenCalledTimes(1);
  });

  it.each([1, 99, 100, 101, 350, 1_000])(
    'gives every one of %i messages that are all cancelled on the way',
    async (count) => {
      const waiting = new Waiting(count);
      const service = waiting.service();
      const found: string[] = [];
      for await (const { serverId } of service.iterate(FILTER)) {
        found.push(serverId);
        await service.cancel(serverId);
      }
      expect(found).toHaveLength(count);
      expect(new Set(found)).toEqual(new Set(everyId(count)));
    },
  );

  it('gives each message once, and none is passed over, whichever are cancelled on the way', async () => {
    const count = fc.integer({ min: 0, max: 420 });
    await fc.assert(
      fc.asyncProperty(
        count,
        fc.integer(),
        fc.integer({ min: 1, max: 9 }),
        async (all, seed, of) => {
          const waiting = new Waiting(all);
          const service = waiting.service();
          const found: string[] = [];
          for await (const { serverId } of service.iterate(FILTER)) {
            found.push(serverId);
            const isChosen = (Number(serverId) * 7919 + Math.abs(seed)) % of === 0;
            if (isChosen) await service.cancel(serverId);
          }
          expect(new Set(found).size).toBe(found.length);
          expect(new Set(found)).toEqual(new Set(everyId(all)));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('ends where messages never stop vanishing', async () => {
    const waiting = new Waiting(500);
    const found: string[] = [];
    for await (const { serverId } of waiting.service().iterate(FILTER)) {
      found.push(serverId);
      waiting.ids.shift();
    }
    expect(new Set(found).size).toBe(found.length);
    expect(waiting.listScheduled.mock.calls.length).toBeLessThan(30);
  });
});

describe('cancel', () => {
  it('hands the reason on and says what became of it', async () => {
    const waiting = new Waiting(1);
    expect(await waiting.service().cancel('0', 'too late')).toEqual({
      serverId: '0',
      recipient: '989121234567',
      cancelled: true,
    });
    expect(waiting.cancelScheduled.mock.calls).toEqual([['0', 'too late']]);
  });

  it.each(['', '  ', 7, undefined])('needs an id, not %j', async (serverId) => {
    const waiting = new Waiting(1);
    await expect(waiting.service().cancel(serverId as string)).rejects.toThrow(
      new TypeError('serverId must be a string that is not empty'),
    );
    expect(waiting.cancelScheduled).not.toHaveBeenCalled();
  });
});
