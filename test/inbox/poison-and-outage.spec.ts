import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { InboundSms } from '../../lib/api/api.types.js';
import { FakeAccount, refuseAll, refusing } from './support/fake-account.js';

const MINUTE = 60_000;

beforeEach(
  () =>
    void jest.useFakeTimers({ doNotFake: ['setImmediate'], now: new Date('2026-11-01T12:00:00Z') }),
);
afterEach(() => void jest.useRealTimers());

async function with_(ids: number[], options: Parameters<typeof FakeAccount.open>[0] = {}) {
  const account = await FakeAccount.open(options);
  for (const id of ids) account.service.receive(options.numbers?.[0] ?? '98200', id);
  return account;
}

describe('a text that fails', () => {
  it('is tried again after 1 s, 5 s, 30 s and 2 min, and the later ones wait for it', async () => {
    const account = await with_([1, 2]);
    const startMs = performance.now();
    const times: number[] = [];
    account.behave = ({ id }) => {
      if (id !== '1') return;
      times.push(Math.round((performance.now() - startMs) / 1_000));
      if (times.length < 5) throw new Error('not yet');
    };
    await account.run(155_000);
    expect(account.heard).toEqual([]);
    await account.run(2_000);
    expect(times).toEqual([0, 1, 6, 36, 156]);
    expect(account.heard).toEqual(['1', '2']);
    expect(await account.deadLetters()).toEqual([]);
  });

  it('is set aside and announced when its attempts are used up and others fare well', async () => {
    const account = await with_([1, 2, 3]);
    account.behave = refusing(1);
    await account.run(157_000);
    expect(account.heard).toEqual(['2', '3']);
    expect(await account.deadLetters()).toEqual(['1']);
    expect(account.announced).toMatchObject([
      {
        sms: { id: '1' },
        error: expect.stringMatching(/^payamsms\.inbound: Error, at /),
        attempts: 5,
      },
    ]);
  });

  it('is called maxAttempts times, and once more to be sure', async () => {
    const account = await with_([1, 2], { maxAttempts: 2 });
    account.behave = refusing(1);
    await account.run(5_000);
    expect(account.calls).toEqual(['1', '1', '2', '1']);
    expect(account.announced).toMatchObject([{ attempts: 2 }]);
  });

  it('needs no further call when another number has shown that the app is well', async () => {
    const account = await with_([1], { maxAttempts: 2, numbers: ['98200', '98300'] });
    account.behave = refusing(1);
    await account.run(500);
    account.service.receive('98300', 7);
    await account.tasks[1]!.run(account.leases[1]!);
    await account.run(1_000);
    expect(account.calls.filter((id) => id === '1')).toHaveLength(2);
    expect(await account.deadLetters()).toEqual(['1']);
  });

  it('keeps no other number waiting', async () => {
    const account = await with_([1], { numbers: ['98200', '98300'] });
    account.service.receive('98300', 7);
    account.behave = refusing(1);
    await account.poll();
    expect(account.heard).toEqual(['7']);
  });

  it('is not set aside while it is alone, but at once when another comes', async () => {
    const account = await with_([1]);
    account.behave = refusing(1);
    await account.run(5 * MINUTE);
    expect(await account.deadLetters()).toEqual([]);
    account.service.receive('98200', 2);
    await account.run(10_000);
    expect(await account.deadLetters()).toEqual(['1']);
    expect(account.heard).toEqual(['2']);
  });

  it('is set aside after a quarter of an hour alone', async () => {
    const account = await with_([1]);
    account.behave = refusing(1);
    await account.run(14 * MINUTE);
    expect(await account.deadLetters()).toEqual([]);
    await account.run(4 * MINUTE);
    expect(await account.deadLetters()).toEqual(['1']);
    expect(account.announced).toHaveLength(1);
  });

  it('is set aside the sooner alone, the fewer attempts it is given', async () => {
    const account = await with_([1], { maxAttempts: 2 });
    account.behave = refusing(1);
    await account.run(5_000);
    expect(await account.deadLetters()).toEqual([]);
    await account.run(2_000);
    expect(await account.deadLetters()).toEqual(['1']);
    expect(account.announced).toMatchObject([{ attempts: 2 }]);
  });

  it('blocks its line no longer when it comes several times over', async () => {
    const account = await with_([1, 2, 3, 4, 5, 6]);
    account.behave = refusing(1, 2, 3, 4);
    await account.run(40 * MINUTE);
    expect(await account.deadLetters()).toEqual(['1', '2', '3', '4']);
    expect(account.heard).toEqual(['5', '6']);
  });

  it('goes on being counted after a restart', async () => {
    const account = await with_([1, 2]);
    account.behave = refusing(1);
    await account.run(40_000);
    expect(account.calls).toEqual(['1', '1', '1', '1']);
    await account.restart();
    await account.poll();
    expect(account.calls.slice(4)).toEqual(['1', '2', '1']);
    expect(await account.deadLetters()).toEqual(['1']);
  });

  it('behind another one is not handled before it after a restart', async () => {
    const account = await with_([1, 2, 3]);
    account.behave = refusing(1, 2);
    while (account.calls.at(-1) !== '2') await account.run(10_000);
    await account.restart();
    account.behave = () => undefined;
    await account.run(MINUTE);
    expect(account.heard).toEqual(['1', '2', '3']);
  });
});

describe('an outage of the app', () => {
  it.each([
    ['one text waits', ['98200'], 1],
    ['two texts wait', ['98200'], 2],
    ['a queue of one number waits', ['98200'], 20],
    ['texts of several numbers wait', ['98200', '98300', '98400', '98500'], 20],
  ])(
    'of ten minutes sets nothing aside, and loses no order, when %s',
    async (_, numbers, count) => {
      const account = await FakeAccount.open({ numbers });
      const ids = Array.from({ length: count }, (_, index) => index + 1);
      for (const id of ids) account.service.receive(numbers[id % numbers.length]!, id);
      account.behave = refuseAll;
      await account.run(10 * MINUTE);
      expect(await account.deadLetters()).toEqual([]);
      const [, ...calls] = account.calls;
      account.behave = () => undefined;
      await account.run(4 * MINUTE);
      expect(await account.deadLetters()).toEqual([]);
      expect(account.announced).toEqual([]);
      for (const number of numbers) {
        const own = account.service.texts.filter(({ to }) => to === number).map(({ id }) => id);
        expect(account.heard.filter((id) => own.includes(id))).toEqual(own);
      }
      expect(account.heard).toHaveLength(count);
      // Neither busy nor asleep.
      expect(calls.length).toBeLessThan(120);
    },
  );

  it('in which texts go on arriving sets nothing aside', async () => {
    const account = await FakeAccount.open();
    account.behave = refuseAll;
    for (let minute = 0; minute < 10; minute++) {
      account.service.receive('98200', minute + 1);
      await account.run(MINUTE);
    }
    account.behave = () => undefined;
    await account.run(4 * MINUTE);
    expect(await account.deadLetters()).toEqual([]);
    expect(account.heard).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)));
  });

  it('that lasts for hours sets nothing aside once three texts have failed in it', async () => {
    const account = await with_([1, 2, 3]);
    account.behave = refuseAll;
    await account.run(180 * MINUTE);
    account.behave = () => undefined;
    await account.run(4 * MINUTE);
    expect(await account.deadLetters()).toEqual([]);
    expect(account.heard).toEqual(['1', '2', '3']);
  });

  it.each([1, 2])('sets nothing aside with maxAttempts %i either', async (maxAttempts) => {
    const account = await with_([1, 2, 3, 4, 5], { maxAttempts });
    account.behave = refuseAll;
    await account.run(10 * MINUTE);
    account.behave = () => undefined;
    await account.run(4 * MINUTE);
    expect(await account.deadLetters()).toEqual([]);
    expect(account.heard).toEqual(['1', '2', '3', '4', '5']);
  });

  it('that ends while a text is tried sets that text not aside', async () => {
    const account = await with_([1, 2], { maxAttempts: 2 });
    let isAway = true;
    account.behave = ({ id }) => {
      // It comes back between the call with the first and the call with the second.
      const wasAway = isAway;
      if (account.calls.length === 2) isAway = false;
      if (wasAway) throw new Error(`away at ${id}`);
    };
    await account.run(5_000);
    expect(account.calls).toEqual(['1', '1', '2', '1']);
    expect(account.heard).toEqual(['2', '1']);
    expect(await account.deadLetters()).toEqual([]);
  });

  it('pauses polling with growing waits', async () => {
    const numbers = ['98200', '98300', '98400', '98500'];
    const account = await FakeAccount.open({ numbers });
    numbers.forEach((number, index) => account.service.receive(number, index + 1));
    account.behave = refuseAll;
    const startMs = performance.now();
    const times: number[] = [];
    account.behave = (sms) => {
      if (sms.id === '1') times.push(Math.round((performance.now() - startMs) / 1_000));
      refuseAll(sms);
    };
    await account.run(10 * MINUTE);
    const waits = times.slice(1).map((at, index) => at - times[index]!);
    expect(waits.at(-1)).toBe(120);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(account.warnings.join()).toContain('the app itself is failing');
  });

  it('counts no attempts that a restart would go on from', async () => {
    const account = await with_([1, 2, 3], { numbers: ['98200', '98300', '98400'] });
    account.service.receive('98300', 4);
    account.service.receive('98400', 5);
    account.behave = refuseAll;
    await account.run(10 * MINUTE);
    const { attempts } = (await account.store.inbox.position('98400'))!;
    expect(attempts?.count ?? 0).toBeLessThanOrEqual(1);
  });

  it('forgives the failures of all once it is over', async () => {
    const account = await with_([1, 2, 3, 4]);
    account.behave = refuseAll;
    await account.run(10 * MINUTE);
    // One stumble after it, of a text that failed all along.
    let stumbles = 1;
    account.behave = ({ id }) => {
      if (id === '2' && stumbles-- > 0) throw new Error('stumbled');
    };
    await account.run(5 * MINUTE);
    expect(await account.deadLetters()).toEqual([]);
    expect(account.heard).toEqual(['1', '2', '3', '4']);
  });
});

const throwing = (): never => {
  throw new Error('hush');
};

describe('an error of a listener that cannot be made a string', () => {
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();

  it.each<[string, unknown]>([
    ['no prototype', Object.create(null)],
    ['a toString that throws', { toString: throwing }],
    ['a name that throws', Object.defineProperty(new Error(), 'name', { get: throwing })],
    ['a message that throws', Object.defineProperty(new Error(), 'message', { get: throwing })],
    ['a proxy that throws', new Proxy({}, { get: throwing, getPrototypeOf: throwing })],
    ['a revoked proxy', revoked.proxy],
    ['a symbol', Symbol('hush')],
    ['undefined', undefined],
  ])('sets the text aside as any other: %s', async (_, error) => {
    const account = await FakeAccount.open({ startFrom: 'all' });
    account.behave = ({ id }) => {
      // oxlint-disable-next-line typescript/only-throw-error -- an app may
      if (id === '1') throw error;
    };
    for (const id of [1, 2, 3]) account.service.receive('98200', id);
    await account.run(10 * 60_000);
    expect(account.heard).toEqual(['2', '3']);
    expect(await account.deadLetters()).toEqual(['1']);
    expect(account.errors).toEqual([]);
    expect(account.warnings.join()).not.toContain('hush');
  });

  it.each<[string, object]>([
    // oxlint-disable unicorn/no-thenable -- an app may
    ['a then that throws', Object.defineProperty({}, 'then', { get: throwing })],
    ['a then that calls back twice', { then: (ok: () => void) => [ok(), ok()] }],
    [
      'a then that rejects oddly',
      { then: (_: unknown, no: (e: unknown) => void) => no(Object.create(null)) },
    ],
    // oxlint-enable unicorn/no-thenable
  ])('nor does what it returns stop the line: %s', async (_, returned) => {
    const account = await FakeAccount.open({ startFrom: 'all' });
    account.behave = ({ id }) => (id === '1' ? returned : undefined);
    for (const id of [1, 2, 3]) account.service.receive('98200', id);
    await account.run(30 * 60_000);
    expect(account.heard.slice(-2)).toEqual(['2', '3']);
    expect(account.errors).toEqual([]);
  });
});

const spoil = (sms: InboundSms) => {
  sms.receivedAt.setTime(Number.NaN);
  Object.assign(sms, { id: '999', to: 'x', body: '' });
};

describe('a listener that changes what it is given', () => {
  it('changes neither what is done with nor what is tried again and set aside', async () => {
    const account = await FakeAccount.open({ startFrom: 'all' });
    const bodies: string[] = [];
    account.behave = (sms) => {
      bodies.push(sms.body);
      spoil(sms);
      if (bodies.at(-1) === 'b1') throw new Error('no');
    };
    for (const id of [1, 2]) account.service.receive('98200', id);
    await account.run(10 * 60_000);
    expect(bodies.filter((body) => body === 'b2')).toHaveLength(1);
    expect(new Set(bodies)).toEqual(new Set(['b1', 'b2']));
    expect((await account.store.inbox.deadLetters()).map(({ sms }) => [sms.id, sms.body])).toEqual([
      ['1', 'b1'],
    ]);
    expect(await account.store.inbox.unhandled('98200', ['999'])).toEqual(['999']);
  });
});
