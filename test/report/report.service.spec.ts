import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { StatusRow, UnreadableStatus } from '../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { StatusLookup } from '../../lib/api/status-lookup.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { ReportService } from '../../lib/report/report.service.js';
import { SharedStatuses } from '../../lib/report/shared-statuses.js';
import { someSettings } from '../support/settings.js';

const rowOf = (serverId: string, customerId: string, providerStatus = 'Pending'): StatusRow => ({
  serverId,
  customerId,
  providerStatus,
  parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
});

function setUp(
  answer: (ids: readonly string[]) => StatusRow[] = () => [],
  unreadable: UnreadableStatus[] = [],
) {
  const getStatus = jest.fn<PayamSmsApi['getStatus']>(async (ids) => ({
    rows: answer(ids),
    unreadable,
  }));
  const getInbox = jest.fn<PayamSmsApi['getInbox']>(async () => ({ texts: [], unreadable: [] }));
  const api = { hasPlace: true, getStatus, getInbox } as unknown as PayamSmsApi;
  const settings = someSettings();
  const statuses = new SharedStatuses(api, new StatusLookup(api, settings), settings);
  const report = new ReportService(api, statuses, settings);
  return { report, getStatus, getInbox };
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('getStatuses', () => {
  it('answers in the order of the ids, each distinct one once', async () => {
    const { report } = setUp((ids) => ids.toReversed().map((id) => rowOf(id, `c${id}`)));
    const statuses = await report.getStatuses(['3', '1', '3', '2', '1']);
    expect(statuses.map(({ id }) => id)).toEqual(['3', '1', '2']);
    expect(statuses.every(({ found }) => found)).toBe(true);
  });

  it('asks by serverId, and by customerId when told', async () => {
    const { report, getStatus } = setUp();
    await report.getStatuses(['1']);
    await report.getStatuses(['a'], { by: 'customerId' });
    expect(getStatus.mock.calls.map(([ids, kind]) => [ids, kind])).toEqual([
      [['1'], 'serverId'],
      [['a'], 'customerId'],
    ]);
  });

  it('tells an id that is not found by itself', async () => {
    const { report } = setUp((ids) => ids.filter((id) => id !== 'b').map((id) => rowOf('9', id)));
    expect(await report.getStatuses(['a', 'b', 'c'], { by: 'customerId' })).toMatchObject([
      { id: 'a', found: true },
      { id: 'b', found: false },
      { id: 'c', found: true },
    ]);
  });

  it('tells an id that is not found by itself, even where the service refuses the whole call', async () => {
    const { report } = setUp((ids) => {
      if (ids.includes('b')) throw new PayamSmsApiError('getStatus', { status: 400, code: 'E305' });
      return ids.map((id) => rowOf('9', id));
    });
    const statuses = await report.getStatuses(['a', 'b', 'c'], { by: 'customerId' });
    expect(statuses.map(({ found }) => found)).toEqual([true, false, true]);
  });

  it('gives every message that bears a customerId', async () => {
    const { report } = setUp(() => [rowOf('1', 'a'), rowOf('2', 'b'), rowOf('3', 'a')]);
    const statuses = await report.getStatuses(['b', 'a'], { by: 'customerId' });
    expect(statuses).toMatchObject([
      { id: 'b', serverId: '2' },
      { id: 'a', serverId: '1' },
      { id: 'a', serverId: '3' },
    ]);
  });

  it('leaves out a row that was refused, or names no message, with a warning', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const error = new PayamSmsApiError('getStatus', { status: 200, code: 'E6' });
    const bare: StatusRow = { ...rowOf('3', 'c'), serverId: undefined };
    const { report } = setUp(() => [rowOf('1', 'a'), bare], [{ customerId: 'b', error }]);
    const statuses = await report.getStatuses(['a', 'b', 'c', 'd'], { by: 'customerId' });
    expect(statuses).toMatchObject([
      { id: 'a', found: true },
      { id: 'd', found: false },
    ]);
    expect(warn.mock.calls.map(([said]) => String(said))).toEqual([
      expect.stringMatching(/customerId b: .*E6/),
      expect.stringMatching(/customerId c: .*serverId: expected an id/),
    ]);
  });

  it('warns of a row that is none, and finds the others', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const error = new PayamSmsUnexpectedAnswerError('getStatus', '[0]', 'expected an object');
    const { report } = setUp(
      (ids) => ids.filter((id) => id === '2').map((id) => rowOf(id, 'c')),
      [{ error }],
    );
    expect(await report.getStatuses(['1', '2'])).toMatchObject([
      { id: '1', found: false },
      { id: '2', found: true },
    ]);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/serverId 1: .*expected an object/)]]);
  });

  it.each([
    new PayamSmsApiError('getStatus', { status: 200, code: 'E6' }),
    new PayamSmsUnexpectedAnswerError('getStatus', '[0]', 'expected an object'),
  ])('throws what is wrong with a row where nothing was found: $name', async (error) => {
    const { report } = setUp(() => [], [{ error }]);
    await expect(report.getStatuses(['1'])).rejects.toBe(error);
    await expect(report.getStatuses(['1', '2'])).rejects.toBe(error);
  });

  it('takes any iterable of any length', async () => {
    const { report, getStatus } = setUp((ids) => ids.map((id) => rowOf(id, id)));
    const ids = new Set(Array.from({ length: 1_001 }, (_, i) => String(i)));
    const statuses = await report.getStatuses(ids);
    expect(statuses.map(({ id }) => id)).toEqual([...ids]);
    expect(getStatus.mock.calls.map(([call]) => call.length)).toEqual([250, 250, 250, 250, 1]);
  });

  it('asks nothing for no ids', async () => {
    const { report, getStatus } = setUp();
    expect(await report.getStatuses([])).toEqual([]);
    expect(getStatus).not.toHaveBeenCalled();
  });

  it.each([[['']], [[' ']], [[7]], [[null]]])('refuses the ids %j', async (ids) => {
    const { report, getStatus } = setUp();
    await expect(report.getStatuses(ids as string[])).rejects.toThrow(TypeError);
    expect(getStatus).not.toHaveBeenCalled();
  });
});

describe('the inbox', () => {
  it('is read after an id, of a number in any form', async () => {
    const { report, getInbox } = setUp();
    await report.getInbox('۲۰۰۰ ۱۲۳', { afterId: '9223372036854775807' });
    expect(getInbox.mock.calls).toEqual([['982000123', '9223372036854775807']]);
  });

  it.each(['', 'abc', '-1', '1.5', ' 7', '۷', undefined, 7.5])(
    'is never read destructively for want of an id: afterId %j',
    async (afterId) => {
      const { report, getInbox } = setUp();
      const options = { afterId } as { afterId: string };
      await expect(report.getInbox('2000123', options)).rejects.toThrow('afterId must be');
      expect(getInbox).not.toHaveBeenCalled();
    },
  );

  it('is read destructively by its own name alone', async () => {
    const { report, getInbox } = setUp();
    await report.takeUnread('2000123');
    expect(getInbox.mock.calls).toEqual([['982000123']]);
  });

  it('is not asked for of what is no number', async () => {
    const { report, getInbox } = setUp();
    await expect(report.getInbox('shop', { afterId: '0' })).rejects.toMatchObject({ code: 'E43' });
    await expect(report.takeUnread('shop')).rejects.toMatchObject({ code: 'E43' });
    expect(getInbox).not.toHaveBeenCalled();
  });
});
