import { describe, expect, it } from '@jest/globals';
import type { FaultKind, FaultTarget } from 'nestjs-payamsms/simulator';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import { startSimulator, countOf } from '../../support/simulator.js';
import { until } from '../../support/waiting.js';
import { listen, text } from './support/listening.js';

/** More often than a call is repeated, so that polls fail too. */
const OFTEN = { times: 5, delayMs: 0 };

describe('a poll by id that meets a fault', () => {
  it.each<[FaultKind, FaultTarget]>([
    ['drop', 'getInbox'],
    ['accept-then-drop', 'getInbox'],
    ['status 500', 'getInbox'],
    ['status 503', 'getInbox'],
    ['401', 'getInbox'],
    ['garbage', 'getInbox'],
    ['truncate', 'getInbox'],
    ['slow', 'getInbox'],
    ['status 500', 'login'],
  ])('%s at %s loses nothing, repeats nothing and goes on', async (kind, target) => {
    const sim = await startSimulator();
    sim.receive(text('before'));
    const isSlow = kind === 'slow';
    const { recorder, inbox } = await listen(sim, { timeoutMs: isSlow ? 100 : 2_000 });
    await recorder.hasTexts('before');
    if (target === 'login') sim.revokeTokens();
    const fault = sim.fail(target, kind, { ...OFTEN, delayMs: isSlow ? 300 : 0 });
    sim.receive(text('during'));
    const ends: unknown[] = [];
    for (let i = 0; i < 2; i++) ends.push(await inbox.poll().catch((error: unknown) => error));
    expect(fault.fired).toBeGreaterThan(0);
    fault.remove();
    sim.receive(text('after'));
    await inbox.poll();
    await recorder.hasTexts('before', 'during', 'after');
    expect(ends.filter((end) => end instanceof Error).length).toBeGreaterThan(0);
  });

  it.each([{ as: 'list' }, { as: 'error', status: 200 }, { as: 'error', status: 404 }] as const)(
    'takes an empty inbox told by %j for one',
    async (emptyInbox) => {
      const sim = await startSimulator({ dialect: { emptyInbox } });
      const { recorder, inbox } = await listen(sim);
      expect(await inbox.poll()).toBe(0);
      sim.receive(text('a'));
      await inbox.poll();
      await recorder.hasTexts('a');
      expect(await inbox.poll()).toBe(0);
    },
  );

  it('moves nothing at a Jalali date, and brings the text once dates are Gregorian', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const { recorder, inbox } = await listen(sim);
    await recorder.hasTexts('a');
    sim.setDialect({ inboxCalendar: 'jalali' });
    sim.receive(text('b'));
    await expect(inbox.poll()).rejects.toMatchObject({ name: 'PayamSmsUnexpectedAnswerError' });
    sim.setDialect({ inboxCalendar: 'gregorian' });
    await inbox.poll();
    await recorder.hasTexts('a', 'b');
  });

  it('brings a text whose id becomes visible late', async () => {
    const sim = await startSimulator();
    sim.receive(text('start'));
    const { recorder, inbox } = await listen(sim);
    await recorder.hasTexts('start');
    sim.receive(text('late', { visibleAfterMs: 30_000 }));
    sim.receive(text('early'));
    await inbox.poll();
    await recorder.hasTexts('start', 'early');
    sim.advance('30s');
    await inbox.poll();
    await recorder.hasTexts('start', 'early', 'late');
    expect(recorder.texts).toHaveLength(3);
  });
});

describe('a start from what is unread that meets a fault', () => {
  it.each<FaultKind>(['drop', 'status 500', '401', 'slow', 'garbage', 'accept-then-drop'])(
    '%s loses nothing that { since } would not bring back',
    async (kind) => {
      const sim = await startSimulator();
      sim.receive(text('a'));
      const fault = sim.fail('getInbox', kind, { times: 2, delayMs: kind === 'slow' ? 300 : 0 });
      const store = new MemoryStore();
      const options = { store, timeoutMs: kind === 'slow' ? 100 : 2_000 };
      const first = await listen(sim, options);
      await until('the fault has struck', () => fault.fired === 2);
      await first.inbox.poll().catch(() => undefined);
      await first.inbox.poll();
      await first.context.close();
      const lost = kind === 'slow' || kind === 'garbage' || kind === 'accept-then-drop';
      expect(first.recorder.bodies).toEqual(lost ? [] : ['a']);

      const inbox = { startFrom: { since: new Date(Date.now() - 60_000) } };
      const second = await listen(sim, { ...options, inbox });
      await second.inbox.poll();
      await second.recorder.hasTexts(...(lost ? ['a'] : []));
    },
  );
});

describe('a store that fails', () => {
  it('is not asked again without a pause', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const store = new MemoryStore();
    const kept = store.account('').inbox;
    const real = kept.handled.bind(kept);
    const triedAtMs: number[] = [];
    kept.handled = async (...values) => {
      triedAtMs.push(performance.now());
      if (triedAtMs.length < 3) throw new Error('disk full');
      return real(...values);
    };
    const { recorder } = await listen(sim, { store });
    await until('it is stored at last', () => triedAtMs.length === 3);
    const [first, second, third] = triedAtMs;
    expect(Math.min(second! - first!, third! - second!)).toBeGreaterThan(900);
    // Its listeners were content: only the writing down is repeated.
    expect(recorder.bodies).toEqual(['a']);
  });

  it('costs neither a text nor the app, whichever call of it fails', async () => {
    const calls = [
      'position',
      'unhandled',
      'kept',
      'intend',
      'keepAnswer',
      'startAfter',
      'handled',
    ] as const;
    for (const call of calls) {
      const sim = await startSimulator();
      for (const body of ['a', 'b']) sim.receive(text(body));
      const store = new MemoryStore();
      const kept = store.account('').inbox;
      const real = kept[call].bind(kept) as (...values: unknown[]) => unknown;
      let failures = 2;
      Object.assign(kept, {
        [call]: async (...values: unknown[]) => {
          if (failures-- > 0) throw new Error(`no ${call}`);
          return real(...values);
        },
      });
      const { recorder, inbox } = await listen(sim, { store });
      for (let i = 0; i < 4; i++) await inbox.poll().catch(() => undefined);
      expect(new Set(recorder.bodies)).toEqual(new Set(['a', 'b']));
      expect(countOf(sim, 'getInbox')).toBeLessThan(10);
    }
  });
});
