import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Acceptance } from '../../lib/sms/accepted-sms-feed.js';
import { deferred } from '../support/deferred.js';
import { aMessage } from '../support/messages.js';
import { acceptAll, answering, setUpSms, someMessages } from '../support/sms.js';

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** Collects what is published. */
function collecting(set: ReturnType<typeof setUpSms>): Acceptance[] {
  const told: Acceptance[] = [];
  set.feed.subscribe(async (accepted) => void told.push(...accepted));
  return told;
}

describe('an accepted message', () => {
  it('is announced with its ids, and with its time when it has one', async () => {
    const set = setUpSms();
    const told = collecting(set);
    const sendDate = new Date('2030-01-01T00:00:00Z');
    await set.sms.send(aMessage({ customerId: 'a' }));
    await set.sms.send(aMessage({ customerId: 'b', sendDate }));
    expect(told).toEqual([
      { serverId: 's989121234567', customerId: 'a' },
      { serverId: 's989121234567', customerId: 'b', sendDate: '2030-01-01 03:30:00' },
    ]);
  });

  it.each(['sendMany', 'stream', 'reply'] as const)('is announced by %s', async (way) => {
    const set = setUpSms(acceptAll, { batchSize: 2 });
    const told = collecting(set);
    if (way === 'reply') await set.sms.reply({ from: '989121234567', to: '982000' }, 'hello');
    else if (way === 'sendMany') await set.sms.sendMany(someMessages(5));
    else for await (const outcome of set.sms.stream(someMessages(5))) void outcome;
    expect(told).toHaveLength(way === 'reply' ? 1 : 5);
  });

  it('is announced when it was found by asking, with every copy of it', async () => {
    const set = setUpSms(() => {
      throw new Error('never sent: it is resumed');
    });
    const told = collecting(set);
    set.states.set('mine', ['s1', 's2']);
    await set.sms.sendMany([aMessage({ customerId: 'mine' })], { resume: true });
    expect(told.map(({ serverId }) => serverId)).toEqual(['s1', 's2']);
  });

  it('is told to its sender only when it has been announced', async () => {
    const set = setUpSms();
    const noted = deferred();
    const told = deferred();
    set.feed.subscribe(() => {
      told.resolve();
      return noted.promise;
    });
    let isSent = false;
    const sending = set.sms.send(aMessage()).then(() => (isSent = true));
    await told.promise;
    await new Promise(setImmediate);
    expect(isSent).toBe(false);
    noted.resolve();
    await sending;
    expect(isSent).toBe(true);
  });

  it('stays accepted when a subscriber fails, which the log says with its id', async () => {
    const set = setUpSms();
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    set.feed.subscribe(async () => {
      throw new Error('disk full');
    });
    set.feed.subscribe(() => {
      throw new Error('not even a promise');
    });
    expect(await set.sms.send(aMessage())).toMatchObject({ status: 'accepted' });
    const said = error.mock.calls.join();
    expect(said).toMatch(/Error, at accepted-sms-feed\.spec.*s989121234567/);
    expect(said).not.toMatch(/disk full|not even a promise/);
  });

  it('stays accepted when a subscriber hangs', async () => {
    jest.useFakeTimers();
    const set = setUpSms();
    const error = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    set.feed.subscribe(() => new Promise(() => {}));
    const sending = set.sms.send(aMessage());
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await sending).toMatchObject({ status: 'accepted' });
    expect(error.mock.calls.join()).toContain('nothing came back within 10000 ms');
  });
});

it('announces no message that was not accepted', async () => {
  const set = setUpSms(() => answering({ code: 'E132', description: 'no' }));
  const told = collecting(set);
  const report = await set.sms.sendMany([...someMessages(2), aMessage({ recipient: 'nobody' })]);
  expect(report.rejected).toHaveLength(3);
  expect(told).toEqual([]);
});
