import { describe, expect, it } from '@jest/globals';
import { PayamSmsTransportError } from '../../../lib/errors/transport.error.js';
import { aMessage, numberOf } from '../../support/messages.js';
import {
  acceptAll,
  answering,
  aRow,
  type Items,
  setUpSms,
  someMessages,
} from '../../support/sms.js';
import { untilCalled } from '../../support/until-called.js';

const reset = new PayamSmsTransportError('sendMultipleWithSrcBody', { cause: new Error('reset') });

const fail = () => {
  throw reset;
};

/** Fails so often, then accepts. */
const failing = (times: number) => {
  let left = times;
  return (items: Items) => (left-- > 0 ? fail() : acceptAll(items));
};

const mine = aMessage({ customerId: 'mine' });

const scheduledMine = { ...mine, sendDate: new Date('2030-01-01T00:00:00Z') };
const listed = (unreadable: { serverId?: string; customerId?: string }[], totalItems = 1) => ({
  items: [],
  unreadable,
  page: 0,
  totalPages: 1,
  totalItems,
});

const good = aMessage({ customerId: 'good', recipient: numberOf(1) });

/** The first send is lost; the status row of `mine` can be read in some looks alone. */
const puzzling = (isReadable: (look: number) => boolean) => {
  const stage = setUpSms(failing(1), { sendDeadlineMs: 500 });
  let looks = 0;
  stage.lookup.ask.mockImplementation(async (ids) => {
    looks++;
    const unreadable = isReadable(looks) ? [] : ids.filter((id) => id === 'mine');
    const absent = isReadable(looks) ? ids : ids.filter((id) => id !== 'mine');
    return {
      rows: new Map(absent.map((id) => [id, []])),
      unreadable: new Map(unreadable.map((id) => [id, reset])),
      errors: [],
    };
  });
  const sent = () => stage.batches.map((items) => items.map(({ customerId }) => customerId));
  return { ...stage, sent };
};

describe('a send whose answer was lost', () => {
  it('was accepted when the service shows its customerId', async () => {
    const { sms, states, batches } = setUpSms(fail);
    states.set('mine', ['900']);
    expect(await sms.send(mine)).toMatchObject({ serverId: '900', settled: true });
    expect(batches).toHaveLength(1);
  });

  it('says so when the service shows it twice', async () => {
    const { sms, states } = setUpSms(fail);
    states.set('mine', ['900', '901']);
    expect(await sms.send(mine)).toMatchObject({ serverId: '900', duplicates: ['901'] });
  });

  it('is made again under the same id when two looks found nothing', async () => {
    const { sms, batches, asked } = setUpSms(failing(1));
    const sent = await sms.send(mine);
    expect(sent).toMatchObject({ status: 'accepted', customerId: 'mine' });
    expect(sent).not.toHaveProperty('settled');
    expect(batches.flat().map(({ customerId }) => customerId)).toEqual(['mine', 'mine']);
    expect(asked).toEqual([['mine'], ['mine'], ['mine']]);
  });

  it('is not made again when only the second look finds it', async () => {
    const { sms, batches, states, lookup } = setUpSms(fail);
    lookup.ask.mockImplementationOnce(async () => {
      states.set('mine', ['900']);
      return { rows: new Map([['mine', []]]), unreadable: new Map(), errors: [] };
    });
    expect(await sms.send(mine)).toMatchObject({ serverId: '900', settled: true });
    expect(batches).toHaveLength(1);
  });

  it('tells a copy that showed after it was made again', async () => {
    let sends = 0;
    const { sms, states } = setUpSms((items) => {
      if (sends++ === 0) return fail();
      states.set('mine', ['first', 'second']);
      return answering({ entries: [{ customerId: items[0]!.customerId, serverId: 'second' }] });
    });
    expect(await sms.send(mine)).toMatchObject({ serverId: 'second', duplicates: ['first'] });
  });

  it('is unsent when it was made as often as allowed and is nowhere', async () => {
    const { sms, batches } = setUpSms(fail, { retry: { maxAttempts: 2 } });
    await expect(sms.send(mine)).rejects.toMatchObject({ reason: 'unreachable', cause: reset });
    expect(batches).toHaveLength(2);
  });

  it('is made again only for the messages that are nowhere', async () => {
    let calls = 0;
    const { sms, batches, states } = setUpSms((items) => {
      if (calls++ > 0) return acceptAll(items);
      states.set(items[1]!.customerId, ['900']);
      return fail();
    });
    const report = await sms.sendMany(someMessages(3));
    expect(batches.map((items) => items.length)).toEqual([3, 2]);
    expect(report.accepted.map(({ index, settled }) => [index, settled ?? false])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
  });

  it('that waits for its time is looked for in the scheduled list too', async () => {
    const { sms, scheduled, batches } = setUpSms(fail);
    scheduled.set('mine', '77');
    const sendDate = new Date('2030-01-01T00:00:00Z');
    expect(await sms.send({ ...mine, sendDate })).toMatchObject({ serverId: '77', settled: true });
    expect(batches).toHaveLength(1);
  });

  it.each([
    ['with its customerId', { serverId: '77', customerId: 'mine' }],
    ['without a customerId', { serverId: '77' }],
  ])('was accepted when the scheduled list has it, readable or not: %s', async (_, row) => {
    const { sms, api, batches } = setUpSms(fail);
    api.listScheduled.mockResolvedValue(listed([row]));
    expect(await sms.send(scheduledMine)).toMatchObject({ serverId: '77', settled: true });
    expect(batches).toHaveLength(1);
  });

  it.each([
    ['that names nobody', listed([{}])],
    ['of its customerId and no serverId', listed([{ customerId: 'mine' }])],
    ['that is not all that is listed', listed([], 11)],
    ['that is another one of several', listed([{ serverId: '5', customerId: 'other' }], 11)],
  ])('is never made again for a scheduled list with a row %s', async (_, list) => {
    const { sms, api, batches } = setUpSms(failing(1));
    api.listScheduled.mockResolvedValue(list);
    await expect(sms.send(scheduledMine, { deadlineMs: 60 })).rejects.toMatchObject({
      name: 'PayamSmsUnknownOutcomeError',
    });
    expect(batches).toHaveLength(1);
  });

  it('is never made again for a status row that cannot be read', async () => {
    const { sms, lookup, batches } = setUpSms(failing(1));
    lookup.ask.mockResolvedValue({
      rows: new Map(),
      unreadable: new Map([['mine', reset]]),
      errors: [],
    });
    await expect(sms.send(mine, { deadlineMs: 60 })).rejects.toMatchObject({
      name: 'PayamSmsUnknownOutcomeError',
    });
    expect(batches).toHaveLength(1);
  });

  describe('beside one whose status row cannot be read', () => {
    it('is sent again all the same', async () => {
      const { sms, sent } = puzzling(() => false);
      const report = await sms.sendMany([mine, good]);
      expect(report.accepted).toMatchObject([{ customerId: 'good' }]);
      expect(report.unknown).toMatchObject([{ customerId: 'mine', cause: reset }]);
      expect(sent()).toEqual([['mine', 'good'], ['good']]);
    });

    it('is no reason to send that one again before two looks have missed it', async () => {
      const { sms, sent } = puzzling((look) => look !== 1);
      const report = await sms.sendMany([mine, good]);
      expect(report.accepted).toMatchObject([{ customerId: 'mine' }, { customerId: 'good' }]);
      expect(sent()).toEqual([['mine', 'good'], ['good'], ['mine']]);
    });
  });

  it('is unknown when nobody could tell until the deadline, and says which id to ask for', async () => {
    const { sms, lookup, batches } = setUpSms(fail);
    lookup.ask.mockResolvedValue({ rows: new Map(), unreadable: new Map(), errors: [reset] });
    await expect(sms.send(mine, { deadlineMs: 60 })).rejects.toMatchObject({
      name: 'PayamSmsUnknownOutcomeError',
      customerIds: ['mine'],
      cause: reset,
    });
    expect(batches).toHaveLength(1);
  });
});

const showing = (after: number) => {
  const stage = setUpSms(fail, { settleMs: 60_000 });
  let looks = 0;
  const lookedAtMs: number[] = [];
  const startedAtMs = performance.now();
  stage.lookup.ask.mockImplementation(async (ids) => {
    lookedAtMs.push(performance.now() - startedAtMs);
    const rows = ++looks > after ? [aRow('900')] : [];
    return { rows: new Map(ids.map((id) => [id, rows])), unreadable: new Map(), errors: [] };
  });
  return { ...stage, lookedAtMs, endedAfterMs: () => performance.now() - startedAtMs };
};

const DEADLINE_MS = 400;

describe('a message that nobody can tell of', () => {
  it('is looked for to the end of a deadline shorter than settleMs, and is unknown only then', async () => {
    const { sms, batches, lookedAtMs, endedAfterMs } = showing(Infinity);
    await expect(sms.send(mine, { deadlineMs: DEADLINE_MS })).rejects.toMatchObject({
      name: 'PayamSmsUnknownOutcomeError',
      customerIds: ['mine'],
    });
    // Timers may ring a millisecond early.
    expect(endedAfterMs()).toBeGreaterThanOrEqual(DEADLINE_MS - 2);
    expect(lookedAtMs.length).toBeGreaterThanOrEqual(3);
    // The very last look comes when a fifth of the time is left.
    expect(lookedAtMs.at(-1)).toBeGreaterThanOrEqual(0.8 * DEADLINE_MS - 2);
    expect(batches).toHaveLength(1);
  });

  it.each([1, 2])('is accepted when look %i before the end finds it', async (after) => {
    const { sms, batches } = showing(after);
    const sent = await sms.send(mine, { deadlineMs: DEADLINE_MS });
    expect(sent).toMatchObject({ serverId: '900', settled: true });
    expect(batches).toHaveLength(1);
  });

  it('has its last look also when all before it failed', async () => {
    const { sms, lookup, states } = setUpSms(fail);
    states.set('mine', ['900']);
    const answer = lookup.ask.getMockImplementation()!;
    let looks = 0;
    const limited = new PayamSmsTransportError('getStatus', {
      cause: reset,
      retryAfterMs: 300_000,
    });
    lookup.ask.mockImplementation(async (ids) =>
      ++looks === 1 ? { rows: new Map(), unreadable: new Map(), errors: [limited] } : answer(ids),
    );
    const sent = await sms.send(mine, { deadlineMs: DEADLINE_MS });
    expect(sent).toMatchObject({ serverId: '900', settled: true });
  });

  it('is told so when the app shuts down, after one more look', async () => {
    const { sms, runs, lookup } = setUpSms(fail, { shutdownTimeoutMs: DEADLINE_MS });
    lookup.ask.mockResolvedValue({ rows: new Map(), unreadable: new Map(), errors: [reset] });
    const sent = sms.send(mine).catch((error: unknown) => error);
    await untilCalled(lookup.ask);
    const before = lookup.ask.mock.calls.length;
    await runs.onApplicationShutdown();
    expect(lookup.ask.mock.calls.length).toBeGreaterThan(before);
    expect(await sent).toMatchObject({ name: 'PayamSmsUnknownOutcomeError' });
  });
});

const nameless = (...serverIds: string[]) =>
  answering({ entries: serverIds.map((serverId) => ({ serverId })) });

describe('an answer with serverIds that cannot be told apart', () => {
  it('is an acceptance of the only message', async () => {
    const { sms, batches, asked } = setUpSms(() => nameless('7'));
    const sent = await sms.send(mine);
    expect(sent).toMatchObject({ status: 'accepted', serverId: '7', customerId: 'mine' });
    expect([batches.length, asked]).toEqual([1, []]);
  });

  it('is asked for what is whose', async () => {
    const { sms, batches, states } = setUpSms(() => nameless('7', '8'));
    const messages = ['a', 'b'].map((customerId) => aMessage({ customerId }));
    states.set('a', ['8']);
    states.set('b', ['7']);
    const { accepted } = await sms.sendMany(messages);
    expect(accepted.map(({ serverId }) => serverId)).toEqual(['8', '7']);
    expect(batches).toHaveLength(1);
  });

  it('is never followed by another send, though no message ever shows', async () => {
    const { sms, batches } = setUpSms(() => nameless('7', '8'), { sendDeadlineMs: 300 });
    const { unknown } = await sms.sendMany(someMessages(2));
    expect(unknown).toHaveLength(2);
    expect(batches).toHaveLength(1);
  });

  it('keeps nobody from being sent again once every serverId is found', async () => {
    let calls = 0;
    const { sms, batches, states } = setUpSms((items) =>
      calls++ === 0 ? nameless('7') : acceptAll(items),
    );
    const messages = ['a', 'b'].map((customerId) => aMessage({ customerId }));
    states.set('b', ['7']);
    const { accepted } = await sms.sendMany(messages);
    expect(accepted).toHaveLength(2);
    expect(batches.map((items) => items.map(({ customerId }) => customerId))).toEqual([
      ['a', 'b'],
      ['a'],
    ]);
  });
});

describe('an answer without an entry for a message', () => {
  it('is settled for that message alone', async () => {
    const { sms, asked, states } = setUpSms((items) => {
      states.set(items[0]!.customerId, ['900']);
      return acceptAll(items.slice(1));
    });
    const { accepted } = await sms.sendMany(someMessages(3));
    expect(accepted.map(({ settled }) => settled ?? false)).toEqual([true, false, false]);
    expect(asked).toEqual([[accepted[0]!.customerId]]);
  });
});

describe('resuming', () => {
  it('sends only what the service does not have', async () => {
    const { sms, states, batches } = setUpSms();
    states.set('a', ['900']);
    const messages = ['a', 'b'].map((customerId) => aMessage({ customerId }));
    const report = await sms.sendMany(messages, { resume: true });
    expect(batches.flat().map(({ customerId }) => customerId)).toEqual(['b']);
    expect(report.accepted).toMatchObject([{ serverId: '900', settled: true }, { index: 1 }]);
  });

  it('takes no message without an id of its own', async () => {
    const { sms, batches, asked } = setUpSms();
    const { rejected } = await sms.sendMany([aMessage()], { resume: true });
    expect(rejected).toMatchObject([{ code: 'INVALID_CUSTOMER_ID', local: true }]);
    expect([...batches, ...asked]).toEqual([]);
  });
});

describe('resuming a message whose id is null', () => {
  it('sends nothing: an id made now would be new each time', async () => {
    const { sms, batches } = setUpSms();
    const nameless = { ...aMessage(), customerId: null as never };
    const { rejected } = await sms.sendMany([nameless], { resume: true });
    expect(rejected).toMatchObject([{ code: 'INVALID_CUSTOMER_ID' }]);
    expect(batches).toEqual([]);
  });
});
