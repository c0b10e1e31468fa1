import { describe, expect, it } from '@jest/globals';
import type { FaultKind, Operation } from 'nestjs-payamsms/simulator';
import { bootApp, type App } from '../support/boot.js';
import { startSimulator, countOf } from '../support/simulator.js';
import { SENDER } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';

const FAST = { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 2_000 };

const reads: [Operation, (app: App) => Promise<unknown>][] = [
  ['getBalance', ({ account }) => account.getBalance()],
  ['getStatus', ({ reports }) => reports.getStatuses(['1'])],
  ['getInbox', ({ reports }) => reports.getInbox(SENDER, { afterId: '0' })],
  ['listScheduled', ({ schedule }) => schedule.list({ customerId: 'a' })],
  ['login', ({ auth }) => auth.getAccessToken()],
];

const passing: FaultKind[] = [
  'drop',
  'accept-then-drop',
  'status 429',
  'status 500',
  'status 502',
  'status 503',
  'status 504',
];

describe.each(reads)('%s', (operation, read) => {
  it.each(passing)('is asked again after %s, as often as maxAttempts says', async (kind) => {
    const sim = await startSimulator();
    sim.fail(operation, kind, { times: 2 });
    await read(await bootApp(sim, { retry: FAST }));
    expect(countOf(sim, operation)).toBe(3);
  });

  it('fails in the end with the reason of the last attempt', async () => {
    const sim = await startSimulator();
    sim.fail(operation, 'status 503');
    const app = await bootApp(sim, { retry: { ...FAST, maxAttempts: 4 } });
    expect(await failureOf(read(app))).toMatchObject({
      name: 'PayamSmsTransportError',
      operation,
      cause: { name: 'PayamSmsApiError', status: 503 },
    });
    expect(countOf(sim, operation)).toBe(4);
  });

  it('is asked again after an answer that does not come in time', async () => {
    const sim = await startSimulator();
    sim.fail(operation, 'slow', { delayMs: 3_600_000, times: 1 });
    await read(await bootApp(sim, { retry: FAST, timeoutMs: 300 }));
    expect(countOf(sim, operation)).toBe(2);
  });

  it('is asked again after an answer that was cut off', async () => {
    const sim = await startSimulator();
    sim.fail(operation, 'truncate', { cut: 'connection', times: 1 });
    await read(await bootApp(sim, { retry: FAST }));
    expect(countOf(sim, operation)).toBe(2);
  });

  it('is asked once when maxAttempts is 1', async () => {
    const sim = await startSimulator();
    sim.fail(operation, 'drop');
    await failureOf(read(await bootApp(sim, { retry: { maxAttempts: 1 } })));
    expect(countOf(sim, operation)).toBe(1);
  });

  it.each<FaultKind>(['status 400', 'status 403', 'status 404', 'status 501', 'garbage'])(
    'is not asked again after %s',
    async (kind) => {
      const sim = await startSimulator();
      const fault = sim.fail(operation, kind);
      await failureOf(read(await bootApp(sim, { retry: FAST, loginEncoding: 'json' })));
      expect(fault.fired).toBe(1);
    },
  );
});

describe('the destructive inbox read', () => {
  it.each<FaultKind>([...passing, 'garbage', 'truncate', 'status 400'])(
    'is never asked again after %s',
    async (kind) => {
      const sim = await startSimulator();
      sim.receive({ from: '09121234567', to: SENDER, body: 'hello' });
      sim.fail('getInbox', kind);
      const { reports } = await bootApp(sim, { retry: FAST });
      await failureOf(reports.takeUnread(SENDER));
      expect(countOf(sim, 'getInbox')).toBe(1);
    },
  );

  it('is not asked again when its answer does not come in time', async () => {
    const sim = await startSimulator();
    sim.fail('getInbox', 'slow', { delayMs: 3_600_000 });
    const { reports } = await bootApp(sim, { retry: FAST, timeoutMs: 200 });
    await failureOf(reports.takeUnread(SENDER));
    expect(countOf(sim, 'getInbox')).toBe(1);
  });
});

describe('Retry-After', () => {
  it('in seconds is waited for, whatever the shorter delay', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 429', { times: 1, retryAfter: 1 });
    const { account } = await bootApp(sim, { retry: FAST });
    await account.getBalance();
    const [first, second] = sim.requests
      .filter(({ operation }) => operation === 'getBalance')
      .map(({ at }) => at.getTime());
    expect(second! - first!).toBeGreaterThan(990);
  });

  it('as a date is waited for until then', async () => {
    const sim = await startSimulator();
    // A date is told in whole seconds.
    const at = Math.floor(Date.now() / 1_000) * 1_000 + 2_000;
    sim.fail('getBalance', 'status 503', { times: 1, retryAfter: new Date(at) });
    const { account } = await bootApp(sim, { retry: FAST });
    await account.getBalance();
    expect(sim.requests.at(-1)!.at.getTime()).toBeGreaterThan(at - 10);
    expect(countOf(sim, 'getBalance')).toBe(2);
  });

  it('of nothing is no wait', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 503', { times: 1, retryAfter: 0 });
    const { account } = await bootApp(sim, {
      retry: { maxAttempts: 2, baseDelayMs: 600_000, maxDelayMs: 600_000 },
    });
    await account.getBalance();
    expect(countOf(sim, 'getBalance')).toBe(2);
  });

  it('is told with the error', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 503', { retryAfter: 120 });
    const { account } = await bootApp(sim, { retry: { maxAttempts: 1 } });
    expect(await failureOf(account.getBalance())).toMatchObject({ retryAfterMs: 120_000 });
  });

  it('beyond maxDelayMs ends the call, so that nobody waits for an hour', async () => {
    const sim = await startSimulator();
    sim.fail('getBalance', 'status 503', { retryAfter: 3_600 });
    const { account } = await bootApp(sim, { retry: FAST });
    expect(await failureOf(account.getBalance())).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(countOf(sim, 'getBalance')).toBe(1);
  });
});
