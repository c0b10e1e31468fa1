import { describe, expect, it } from '@jest/globals';
import { normalizeMsisdn, type PayamSmsModuleOptions } from 'nestjs-payamsms';
import type { FaultKind, SimulatorOptions } from 'nestjs-payamsms/simulator';
import { Agent, createServer } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { bootApp, type App, SOON_UNKNOWN } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { startServer, LOGIN, tokenAnswer, closedPort } from '../support/scripted-server.js';
import { atEnd } from '../support/at-end.js';
import { SENDER } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';
import {
  MARKED,
  MARKED_TOKEN,
  MARKED_TEXT,
  MARKED_NUMBER,
  leaksIn,
  errorsOfEveryCall,
  markedMessage,
} from '../support/marked.js';

async function markedApp(
  simulator: SimulatorOptions = {},
  options: Partial<PayamSmsModuleOptions> = {},
) {
  const sim = await startSimulator({ credentials: MARKED, ...simulator });
  return {
    sim,
    app: await bootApp(sim, {
      retry: { maxAttempts: 2, baseDelayMs: 1 },
      ...SOON_UNKNOWN,
      ...options,
    }),
  };
}

const tokensOf = async ({ auth }: App) => [await auth.getAccessToken()];

describe('nothing secret and nobody’s text or number is in the errors', () => {
  it.each<FaultKind>([
    'drop',
    'accept-then-drop',
    'status 400',
    'status 403',
    'status 404',
    'status 429',
    'status 500',
    'status 503',
    '401',
    'garbage',
    'truncate',
  ])('of every call that meets %s', async (kind) => {
    const { sim, app } = await markedApp();
    const tokens = await tokensOf(app);
    sim.fail('*', kind);
    const errors = await errorsOfEveryCall(app);
    expect(errors.length).toBeGreaterThan(7);
    expect(leaksIn(errors, tokens)).toEqual([]);
  });

  it('of every call that times out', async () => {
    const { sim, app } = await markedApp({}, { timeoutMs: 100, maxConcurrency: 20 });
    const tokens = await tokensOf(app);
    sim.fail('*', 'slow', { delayMs: 10_000 });
    const errors = await errorsOfEveryCall(app);
    expect(errors.length).toBeGreaterThan(9);
    expect(leaksIn(errors, tokens)).toEqual([]);
  });

  it.each(['json', 'form', 'query'] as const)(
    'of a login by %s that fails in any way',
    async (kind) => {
      const errors: Error[] = [];
      for (const fault of [
        'drop',
        'status 500',
        'status 400',
        '401',
        'garbage',
        'truncate',
      ] as const) {
        const { sim, app } = await markedApp({}, { loginEncoding: kind });
        sim.fail('login', fault);
        errors.push(...(await errorsOfEveryCall(app)));
      }
      const { app } = await markedApp(
        { credentials: { ...MARKED, password: 'other' } },
        { loginEncoding: kind },
      );
      errors.push(...(await errorsOfEveryCall(app)));
      expect(errors.length).toBeGreaterThan(60);
      expect(leaksIn(errors)).toEqual([]);
    },
  );

  it('of a service that is not there', async () => {
    const app = await bootApp({ url: await closedPort(), credentials: MARKED });
    expect(leaksIn(await errorsOfEveryCall(app))).toEqual([]);
  });

  it('of an answer that is not HTTP, and echoes what it was asked', async () => {
    const server = await startServer(({ path, body }) => {
      if (path === LOGIN) return tokenAnswer(MARKED_TOKEN);
      return (response) => {
        const { socket } = response;
        if (socket instanceof Socket)
          socket.end(`Bearer ${MARKED_TOKEN} ${body} ${MARKED_TEXT}\r\n\r\n`);
        else response.destroy();
      };
    });
    const app = await bootApp({ url: server.url, credentials: MARKED }, SOON_UNKNOWN);
    const errors = await errorsOfEveryCall(app);
    expect(errors.length).toBeGreaterThan(9);
    expect(leaksIn(errors)).toEqual([]);
  });

  it.each([
    ['at once', true],
    ['late', false],
  ])('of an agent that has a defect, which shows %s', async (_, isAtOnce) => {
    const { app } = await markedApp({}, { http: { httpAgent: new DefectiveAgent(isAtOnce) } });
    const tokens = await tokensOf(app);
    const errors = await errorsOfEveryCall(app);
    expect(errors.length).toBeGreaterThan(7);
    expect(new Set(errors.map(({ name }) => name))).toEqual(new Set(['TypeError']));
    expect(leaksIn(errors, tokens)).toEqual([]);
  });

  it('of messages that are rejected, here or there', async () => {
    const { app } = await markedApp({ sensitiveWords: ['محرمانه'], lines: [SENDER] });
    const { sms } = app;
    const errors = await Promise.all(
      [
        {},
        { body: '' },
        { body: MARKED_TEXT.repeat(100) },
        { recipient: `${MARKED_NUMBER}7` },
        { recipient: MARKED_TEXT },
        { sender: '983000' },
        { sender: MARKED_TEXT },
        { customerId: `${MARKED_TEXT},` },
        { sendDate: new Date('never') },
      ].map((change) => failureOf(sms.send({ ...markedMessage, ...change }))),
    );
    expect(leaksIn(errors, await tokensOf(app))).toEqual([]);
  });

  it('of numbers that cannot be', () => {
    const errors = [`${MARKED_NUMBER}7`, `0${MARKED_NUMBER}`, `x${MARKED_NUMBER}`].map(thrownFor);
    expect(leaksIn(errors)).toEqual([]);
  });

  it.each(['0935 111 2233 7', '+98-935-111-22-33-4', '۰۹۳۵ ۱۱۱ ۲۲۳۳ ۷'])(
    'of a number that cannot be, however it is spaced: %s',
    (number) => {
      const digits = everyDigit(String(thrownFor(number)));
      expect(digits).not.toContain(everyDigit(number).slice(-9));
    },
  );

  it('of a text that stands in the place of a number', async () => {
    const { app } = await markedApp();
    const error = await failureOf(app.reports.getInbox('MARKED متن محرمانه', { afterId: '0' }));
    expect(leaksIn([error])).toEqual([]);
  });
});

it('keeps secrets out of the sight of whoever inspects its services', async () => {
  const { app } = await markedApp();
  const tokens = await tokensOf(app);
  await errorsOfEveryCall(app);
  const { auth, account, sms, reports, schedule } = app;
  expect(leaksIn([{ auth, account, sms, reports, schedule }], tokens)).toEqual([]);
});

/** Connects once, for the login. */
class DefectiveAgent extends Agent {
  #isUsed = false;

  constructor(private readonly isAtOnce: boolean) {
    super();
  }

  override createConnection(...given: Parameters<Agent['createConnection']>) {
    const defect = new TypeError('defect');
    if (!this.#isUsed) {
      this.#isUsed = true;
      return super.createConnection(...given);
    }
    if (this.isAtOnce) throw defect;
    setImmediate(() => given[1]?.(defect, undefined as never));
    return undefined;
  }
}

it('keeps the credentials of a proxy out of sight too, and hands them to it', async () => {
  const asked: unknown[] = [];
  const proxy = createServer().on('connect', ({ headers }, socket: Socket) => {
    asked.push(headers['proxy-authorization']);
    socket.end('HTTP/1.1 407 Who are you\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  atEnd(async () => void proxy.close());
  const login = { username: 'MARKED-proxy-user', password: 'MARKED-proxy-password' };
  const { port } = proxy.address() as AddressInfo;
  const app = await bootApp(
    { url: 'https://payamsms.invalid' },
    { retry: { maxAttempts: 1 }, http: { proxy: { host: '127.0.0.1', port, auth: login } } },
  );
  const error = await failureOf(app.account.getBalance());
  expect(asked).toEqual([`Basic ${btoa(`${login.username}:${login.password}`)}`]);
  const { auth, account, sms, reports, schedule } = app;
  const services = { auth, account, sms, reports, schedule };
  expect(leaksIn([error, services], [login.username, login.password])).toEqual([]);
});

function thrownFor(number: string): Error {
  try {
    normalizeMsisdn(number);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error(`${number} was taken for a number`);
}

/** The digits of a text alone, in Latin. */
function everyDigit(text: string): string {
  return text.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 0xf)).replace(/\D/g, '');
}
