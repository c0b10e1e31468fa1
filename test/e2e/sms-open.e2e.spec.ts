import { describe, expect, it } from '@jest/globals';
import {
  PayamSmsError,
  type PayamSmsModuleOptions,
  PayamSmsUnknownOutcomeError,
  PayamSmsUnsentError,
  type SmsMessage,
} from 'nestjs-payamsms';
import type { FaultKind, FaultOptions } from 'nestjs-payamsms/simulator';
import { Agent, type ServerResponse } from 'node:http';
import { bootApp, SOON_UNKNOWN } from '../support/boot.js';
import { startSimulator, countOf, sendsTo, keepStatesBack } from '../support/simulator.js';
import {
  startServer,
  LOGIN,
  SEND_SHARED,
  STATUS,
  afterLogin,
  closedPort,
  type Script,
} from '../support/scripted-server.js';
import { mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';
import { deferred } from '../support/deferred.js';

const messages: SmsMessage[] = [0, 1, 2].map((index) => ({
  recipient: mobile(index),
  body: 'hello',
  customerId: `order-${index}`,
}));
const [first] = messages as [SmsMessage];

/** Failures that leave open whether messages were accepted; and how many of three were. */
const failures: [FaultKind, FaultOptions, number][] = [
  ['accept-then-drop', {}, 3],
  ['drop', {}, 0],
  ['status 500', {}, 0],
  ['status 502', {}, 0],
  ['status 503', {}, 0],
  ['status 504', {}, 0],
  ['status 500', { accepted: true }, 3],
  ['status 502', { accepted: true, body: 'html' }, 3],
  ['status 503', { accepted: true, retryAfter: 0 }, 3],
  ['status 503', { retryAfter: new Date() }, 0],
  ['status 429', {}, 0],
  ['status 408', { body: 'html' }, 0],
  ['status 302', {}, 0],
  ['garbage', {}, 3],
  ['truncate', {}, 3],
  ['truncate', { cut: 'connection' }, 3],
  ['slow', { delayMs: 3_600_000 }, 3],
  ['drop', { delayMs: 3_600_000 }, 0],
  ['omit', { entries: 3 }, 3],
];

const isDelayed = ({ delayMs = 0 }: FaultOptions) => delayMs > 0;

/** For answers that do not come in time: soon, and some time is left to ask what became of it. */
const SOON_TIMED_OUT = { timeoutMs: 200, sendDeadlineMs: 600 };

describe('a send that leaves it open is not repeated while nobody can tell, and is unknown at the deadline:', () => {
  it.each(failures)('%s %j', async (kind, options, accepted) => {
    const sim = await startSimulator();
    sim.fail('send', kind, options);
    keepStatesBack(sim);
    const { auth, sms } = await bootApp(sim, isDelayed(options) ? SOON_TIMED_OUT : SOON_UNKNOWN);
    await auth.getAccessToken();
    const report = await sms.sendMany(messages);
    expect(report).toMatchObject({ accepted: [], rejected: [], unsent: [] });
    expect(report.unknown.map(({ customerId }) => customerId)).toEqual([
      'order-0',
      'order-1',
      'order-2',
    ]);
    for (const { cause } of report.unknown) expect(cause).toBeInstanceOf(PayamSmsError);
    expect(sendsTo(sim)).toBe(1);
    expect(countOf(sim, 'getStatus')).toBeGreaterThan(0);
    expect(sim.messages).toHaveLength(accepted);
  });

  it.each<[string, Script, Partial<PayamSmsModuleOptions>?]>([
    ['an answer that trickles in for ever', () => trickle, SOON_TIMED_OUT],
    ['an answer that never ends', () => (response) => void response.write('['), SOON_TIMED_OUT],
    ['an empty answer', () => ({ body: '' })],
    ['an object', () => ({ body: { ok: true } })],
    ['an answer of another type', () => ({ body: '"accepted"' })],
    ['entries that say nothing', () => ({ body: [{}, null, 7, 'x', { customerId: 'order-0' }] })],
    ['entries of others', () => ({ body: [{ customerId: 'x', serverId: '1' }] })],
    ['JSON that says a thing twice', () => ({ body: '{"errorCode":null' })],
    ['204', () => ({ status: 204 })],
    ['a redirect', () => ({ status: 307, headers: { location: '/elsewhere' } })],
    [
      'a list with a status that is none of success',
      () => ({ status: 302, body: [{ customerId: 'order-0', serverId: '1' }] }),
    ],
    ['499', () => ({ status: 499 })],
    ['520', () => ({ status: 520, body: '<html>' })],
  ])('%s', async (_, script, options = SOON_UNKNOWN) => {
    const server = await startServer(
      afterLogin((request) => (request.path === STATUS ? { status: 500 } : script(request))),
    );
    const { auth, sms } = await bootApp(server, options);
    await auth.getAccessToken();
    const report = await sms.sendMany(messages);
    expect(report.unknown).toHaveLength(3);
    expect(server.count(SEND_SHARED)).toBe(1);
    expect(server.count(STATUS)).toBeGreaterThan(0);
    expect(new Set(server.requests.map(({ path }) => path))).toEqual(
      new Set([LOGIN, SEND_SHARED, STATUS]),
    );
  });

  it('as an error of send, with its customerId to ask for', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'accept-then-drop');
    const silence = keepStatesBack(sim);
    const { sms, reports } = await bootApp(sim, SOON_UNKNOWN);
    const error = await failureOf(sms.send(first));
    expect(error).toBeInstanceOf(PayamSmsUnknownOutcomeError);
    const { customerIds } = error as PayamSmsUnknownOutcomeError;
    expect(customerIds).toEqual(['order-0']);
    expect(error.cause).toMatchObject({ name: 'PayamSmsTransportError', requestSent: true });
    expect(sendsTo(sim)).toBe(1);
    silence.remove();
    expect(await reports.getStatuses(customerIds, { by: 'customerId' })).toMatchObject([
      { found: true, serverId: sim.messages[0]?.serverId },
    ]);
  });
});

describe('a send that leaves it open is settled by asking:', () => {
  it.each(failures)('%s %j', async (kind, options, accepted) => {
    const sim = await startSimulator();
    sim.fail('send', kind, { ...options, times: 1 });
    const { sms } = await bootApp(sim, isDelayed(options) ? { timeoutMs: 200 } : {});
    const report = await sms.sendMany(messages);
    expect(report).toMatchObject({ rejected: [], unsent: [], unknown: [] });
    const wasAccepted = accepted > 0;
    expect(report.accepted.map(({ settled = false }) => settled)).toEqual(three(wasAccepted));
    expect(sendsTo(sim)).toBe(wasAccepted ? 1 : 2);
    // Each once, under the id it was sent with.
    expect(sim.messages.map(({ customerId, serverId }) => [customerId, serverId])).toEqual(
      report.accepted.map(({ customerId, serverId }) => [customerId, serverId]),
    );
  });

  it('sent maxAttempts times and never there, it is certainly unsent', async () => {
    const sim = await startSimulator();
    sim.fail('send', 'drop');
    const { sms } = await bootApp(sim);
    const error = await failureOf(sms.send(first));
    expect(error).toBeInstanceOf(PayamSmsUnsentError);
    expect(error).toMatchObject({ reason: 'unreachable', cause: { requestSent: true } });
    expect([sendsTo(sim), sim.messages.length]).toEqual([3, 0]);
  });
});

describe('a send that proves that nothing was taken is unsent:', () => {
  it.each<[FaultKind, string]>([
    ['status 400', 'refused'],
    ['status 403', 'refused'],
    ['status 404', 'refused'],
    ['status 413', 'refused'],
    ['401', 'authentication'],
  ])('%s', async (kind, reason) => {
    const sim = await startSimulator();
    const fault = sim.fail('send', kind);
    const { sms } = await bootApp(sim);
    const report = await sms.sendMany(messages);
    expect(report).toMatchObject({ accepted: [], rejected: [], unknown: [] });
    expect(report.unsent).toMatchObject(messages.map(({ customerId }) => ({ customerId, reason })));
    expect(fault.fired).toBe(kind === '401' ? 2 : 1);
    expect(sim.messages).toEqual([]);
  });

  it.each(['html', 'empty', 'json'] as const)('403 with a body of %s', async (body) => {
    const sim = await startSimulator();
    sim.fail('send', 'status 403', { body });
    const { sms } = await bootApp(sim);
    const error = await failureOf(sms.send(first));
    expect(error).toBeInstanceOf(PayamSmsUnsentError);
    expect(error).toMatchObject({ reason: 'refused', cause: { status: 403 } });
  });

  it('a connection that is refused', async () => {
    const { sms } = await bootApp({ url: await closedPort() });
    const report = await sms.sendMany(messages);
    expect(report.unsent).toMatchObject(three({ reason: 'unreachable' }));
  });

  it('a connection that is refused only after the login', async () => {
    const server = await startServer(afterLogin(() => ({ body: [] })));
    const { auth, sms } = await bootApp(server, { http: { httpAgent: new Agent() } });
    await auth.getAccessToken();
    await server.close();
    const error = await failureOf(sms.send(first));
    expect(error).toMatchObject({ reason: 'unreachable', cause: { requestSent: false } });
  });

  it('a login that is down, however it is down', async () => {
    const sim = await startSimulator();
    sim.fail('login', 'status 503');
    const { sms } = await bootApp(sim);
    expect(await failureOf(sms.send(first))).toMatchObject({ reason: 'unreachable' });
    expect(sendsTo(sim)).toBe(0);
  });

  it('a login that is refused', async () => {
    const sim = await startSimulator();
    const credentials = { ...sim.credentials, username: 'somebody' };
    const { sms } = await bootApp({ url: sim.url, credentials });
    const report = await sms.sendMany(messages);
    expect(report.unsent).toMatchObject(three({ reason: 'authentication' }));
    expect(sendsTo(sim)).toBe(0);
  });
});

it('is sent at last when a connection was refused at first, for nothing left the first time', async () => {
  const sim = await startSimulator();
  const { url, credentials } = sim;
  const httpAgent = new WatchedAgent();
  const { auth, sms } = await bootApp(
    { url, credentials },
    { retry: { maxAttempts: 100, baseDelayMs: 100, maxDelayMs: 100 }, http: { httpAgent } },
  );
  await auth.getAccessToken();
  await sim.close();
  const sending = sms.send(first);
  await httpAgent.refused.promise;
  const again = await startSimulator({ port: Number(new URL(url).port) });
  expect(await sending).toMatchObject({ status: 'accepted' });
  expect(again.messages).toHaveLength(1);
});

/** Keeps no connection: on one that was kept, nobody could say whether a send had left. */
class WatchedAgent extends Agent {
  readonly refused = deferred();

  override createConnection(
    ...[options, callback]: Parameters<Agent['createConnection']>
  ): ReturnType<Agent['createConnection']> {
    const socket = super.createConnection(options, callback);
    socket?.once('error', () => this.refused.resolve());
    return socket;
  }
}

function trickle(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(timer));
}

const three = <T>(value: T): T[] => [value, value, value];
