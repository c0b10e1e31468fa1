import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { InboundSms } from '../../lib/api/api.types.js';
import { Lines, refuseAll, refusing } from './support/lines.js';

const MINUTE = 60_000;

beforeEach(
  () =>
    void jest.useFakeTimers({ doNotFake: ['setImmediate'], now: new Date('2026-11-01T12:00:00Z') }),
);
afterEach(() => void jest.useRealTimers());

async function with_(ids: number[], options: Parameters<typeof Lines.open>[0] = {}) {
  const lines = await Lines.open(options);
  for (const id of ids) lines.service.receive(options.numbers?.[0] ?? '98200', id);
  return lines;
}

describe('a text that fails', () => {
  it('is tried again after 1 s, 5 s, 30 s and 2 min, and the later ones wait for it', async () => {
    const lines = await with_([1, 2]);
    const startMs = performance.now();
    const times: number[] = [];
    lines.behave = ({ id }) => {
      if (id !== '1') return;
      times.push(Math.round((performance.now() - startMs) / 1_000));
      if (times.length < 5) throw new Error('not yet');
    };
    await lines.run(155_000);
    expect(lines.heard).toEqual([]);
    await lines.run(2_000);
    expect(times).toEqual([0, 1, 6, 36, 156]);
    expect(lines.heard).toEqual(['1', '2']);
    expect(await lines.setAside()).toEqual([]);
  });

  it('is set aside and announced when its attempts are used up and others fare well', async () => {
    const lines = await with_([1, 2, 3]);
    lines.behave = refusing(1);
    await lines.run(157_000);
    expect(lines.heard).toEqual(['2', '3']);
    expect(await lines.setAside()).toEqual(['1']);
    expect(lines.announced).toMatchObject([
      {
        sms: { id: '1' },
        error: expect.stringMatching(/^payamsms\.inbound: Error, at /),
        attempts: 5,
      },
    ]);
  });

  it('is called maxAttempts times, and once more to be sure', async () => {
    const lines = await with_([1, 2], { maxAttempts: 2 });
    lines.behave = refusing(1);
    await lines.run(5_000);
    expect(lines.calls).toEqual(['1', '1', '2', '1']);
    expect(lines.announced).toMatchObject([{ attempts: 2 }]);
  });

  it('needs no further call when another number has shown that the app is well', async () => {
    const lines = await with_([1], { maxAttempts: 2, numbers: ['98200', '98300'] });
    lines.behave = refusing(1);
    await lines.run(500);
    lines.service.receive('98300', 7);
    await lines.lines[1]!.poll(lines.leases[1]!);
    await lines.run(1_000);
    expect(lines.calls.filter((id) => id === '1')).toHaveLength(2);
    expect(await lines.setAside()).toEqual(['1']);
  });

  it('keeps no other number waiting', async () => {
    const lines = await with_([1], { numbers: ['98200', '98300'] });
    lines.service.receive('98300', 7);
    lines.behave = refusing(1);
    await lines.poll();
    expect(lines.heard).toEqual(['7']);
  });

  it('is not set aside while it is alone, but at once when another comes', async () => {
    const lines = await with_([1]);
    lines.behave = refusing(1);
    await lines.run(5 * MINUTE);
    expect(await lines.setAside()).toEqual([]);
    lines.service.receive('98200', 2);
    await lines.run(10_000);
    expect(await lines.setAside()).toEqual(['1']);
    expect(lines.heard).toEqual(['2']);
  });

  it('is set aside after a quarter of an hour alone', async () => {
    const lines = await with_([1]);
    lines.behave = refusing(1);
    await lines.run(14 * MINUTE);
    expect(await lines.setAside()).toEqual([]);
    await lines.run(4 * MINUTE);
    expect(await lines.setAside()).toEqual(['1']);
    expect(lines.announced).toHaveLength(1);
  });

  it('is set aside the sooner alone, the fewer attempts it is given', async () => {
    const lines = await with_([1], { maxAttempts: 2 });
    lines.behave = refusing(1);
    await lines.run(5_000);
    expect(await lines.setAside()).toEqual([]);
    await lines.run(2_000);
    expect(await lines.setAside()).toEqual(['1']);
    expect(lines.announced).toMatchObject([{ attempts: 2 }]);
  });

  it('blocks its line no longer when it comes several times over', async () => {
    const lines = await with_([1, 2, 3, 4, 5, 6]);
    lines.behave = refusing(1, 2, 3, 4);
    await lines.run(40 * MINUTE);
    expect(await lines.setAside()).toEqual(['1', '2', '3', '4']);
    expect(lines.heard).toEqual(['5', '6']);
  });

  it('goes on being counted after a restart', async () => {
    const lines = await with_([1, 2]);
    lines.behave = refusing(1);
    await lines.run(40_000);
    expect(lines.calls).toEqual(['1', '1', '1', '1']);
    await lines.restart();
    await lines.poll();
    expect(lines.calls.slice(4)).toEqual(['1', '2', '1']);
    expect(await lines.setAside()).toEqual(['1']);
  });

  it('behind another one is not handled before it after a restart', async () => {
    const lines = await with_([1, 2, 3]);
    lines.behave = refusing(1, 2);
    while (lines.calls.at(-1) !== '2') await lines.run(10_000);
    await lines.restart();
    lines.behave = () => undefined;
    await lines.run(MINUTE);
    expect(lines.heard).toEqual(['1', '2', '3']);
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
      const lines = await Lines.open({ numbers });
      const ids = Array.from({ length: count }, (_, index) => index + 1);
      for (const id of ids) lines.service.receive(numbers[id % numbers.length]!, id);
      lines.behave = refuseAll;
      await lines.run(10 * MINUTE);
      expect(await lines.setAside()).toEqual([]);
      const [, ...calls] = lines.calls;
      lines.behave = () => undefined;
      await lines.run(4 * MINUTE);
      expect(await lines.setAside()).toEqual([]);
      expect(lines.announced).toEqual([]);
      for (const number of numbers) {
        const own = lines.service.texts.filter(({ to }) => to === number).map(({ id }) => id);
        expect(lines.heard.filter((id) => own.includes(id))).toEqual(own);
      }
      expect(lines.heard).toHaveLength(count);
      // Neither busy nor asleep.
      expect(calls.length).toBeLessThan(120);
    },
  );

  it('in which texts go on arriving sets nothing aside', async () => {
    const lines = await Lines.open();
    lines.behave = refuseAll;
    for (let minute = 0; minute < 10; minute++) {
      lines.service.receive('98200', minute + 1);
      await lines.run(MINUTE);
    }
    lines.behave = () => undefined;
    await lines.run(4 * MINUTE);
    expect(await lines.setAside()).toEqual([]);
    expect(lines.heard).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)));
  });

  it('that lasts for hours sets nothing aside once three texts have failed in it', async () => {
    const lines = await with_([1, 2, 3]);
    lines.behave = refuseAll;
    await lines.run(180 * MINUTE);
    lines.behave = () => undefined;
    await lines.run(4 * MINUTE);
    expect(await lines.setAside()).toEqual([]);
    expect(lines.heard).toEqual(['1', '2', '3']);
  });

  it.each([1, 2])('sets nothing aside with maxAttempts %i either', async (maxAttempts) => {
    const lines = await with_([1, 2, 3, 4, 5], { maxAttempts });
    lines.behave = refuseAll;
    await lines.run(10 * MINUTE);
    lines.behave = () => undefined;
    await lines.run(4 * MINUTE);
    expect(await lines.setAside()).toEqual([]);
    expect(lines.heard).toEqual(['1', '2', '3', '4', '5']);
  });

  it('that ends while a text is tried sets that text not aside', async () => {
    const lines = await with_([1, 2], { maxAttempts: 2 });
    let isAway = true;
    lines.behave = ({ id }) => {
      // It comes back between the call with the first and the call with the second.
      const wasAway = isAway;
      if (lines.calls.length === 2) isAway = false;
      if (wasAway) throw new Error(`away at ${id}`);
    };
    await lines.run(5_000);
    expect(lines.calls).toEqual(['1', '1', '2', '1']);
    expect(lines.heard).toEqual(['2', '1']);
    expect(await lines.setAside()).toEqual([]);
  });

  it('pauses polling with growing waits', async () => {
    const numbers = ['98200', '98300', '98400', '98500'];
    const lines = await Lines.open({ numbers });
    numbers.forEach((number, index) => lines.service.receive(number, index + 1));
    lines.behave = refuseAll;
    const startMs = performance.now();
    const times: number[] = [];
    lines.behave = (sms) => {
      if (sms.id === '1') times.push(Math.round((performance.now() - startMs) / 1_000));
      refuseAll(sms);
    };
    await lines.run(10 * MINUTE);
    const waits = times.slice(1).map((at, index) => at - times[index]!);
    expect(waits.at(-1)).toBe(120);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(lines.warnings.join()).toContain('it is the app that is ill');
  });

  it('counts no attempts that a restart would go on from', async () => {
    const lines = await with_([1, 2, 3], { numbers: ['98200', '98300', '98400'] });
    lines.service.receive('98300', 4);
    lines.service.receive('98400', 5);
    lines.behave = refuseAll;
    await lines.run(10 * MINUTE);
    const { attempts } = (await lines.store.inbox.position('98400'))!;
    expect(attempts?.count ?? 0).toBeLessThanOrEqual(1);
  });

  it('forgives the failures of all once it is over', async () => {
    const lines = await with_([1, 2, 3, 4]);
    lines.behave = refuseAll;
    await lines.run(10 * MINUTE);
    // One stumble after it, of a text that failed all along.
    let stumbles = 1;
    lines.behave = ({ id }) => {
      if (id === '2' && stumbles-- > 0) throw new Error('stumbled');
    };
    await lines.run(5 * MINUTE);
    expect(await lines.setAside()).toEqual([]);
    expect(lines.heard).toEqual(['1', '2', '3', '4']);
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
    const lines = await Lines.open({ startFrom: 'all' });
    lines.behave = ({ id }) => {
      // oxlint-disable-next-line typescript/only-throw-error -- an app may
      if (id === '1') throw error;
    };
    for (const id of [1, 2, 3]) lines.service.receive('98200', id);
    await lines.run(10 * 60_000);
    expect(lines.heard).toEqual(['2', '3']);
    expect(await lines.setAside()).toEqual(['1']);
    expect(lines.errors).toEqual([]);
    expect(lines.warnings.join()).not.toContain('hush');
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
    const lines = await Lines.open({ startFrom: 'all' });
    lines.behave = ({ id }) => (id === '1' ? returned : undefined);
    for (const id of [1, 2, 3]) lines.service.receive('98200', id);
    await lines.run(30 * 60_000);
    expect(lines.heard.slice(-2)).toEqual(['2', '3']);
    expect(lines.errors).toEqual([]);
  });
});

const spoil = (sms: InboundSms) => {
  sms.receivedAt.setTime(Number.NaN);
  Object.assign(sms, { id: '999', to: 'x', body: '' });
};

describe('a listener that changes what it is given', () => {
  it('changes neither what is done with nor what is tried again and set aside', async () => {
    const lines = await Lines.open({ startFrom: 'all' });
    const bodies: string[] = [];
    lines.behave = (sms) => {
      bodies.push(sms.body);
      spoil(sms);
      if (bodies.at(-1) === 'b1') throw new Error('no');
    };
    for (const id of [1, 2]) lines.service.receive('98200', id);
    await lines.run(10 * 60_000);
    expect(bodies.filter((body) => body === 'b2')).toHaveLength(1);
    expect(new Set(bodies)).toEqual(new Set(['b1', 'b2']));
    expect((await lines.store.inbox.failed()).map(({ sms }) => [sms.id, sms.body])).toEqual([
      ['1', 'b1'],
    ]);
    expect([...(await lines.store.inbox.position('98200'))!.handled.keys()]).not.toContain('999');
  });
});
