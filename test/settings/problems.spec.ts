import { describe, expect, it } from '@jest/globals';
import { inspect } from 'node:util';
import {
  type ConfigurationProblem,
  PayamSmsConfigurationError,
} from '../../lib/errors/configuration.error.js';
import { resolveSettings } from '../../lib/settings/settings.js';
import { REQUIRED } from '../support/settings.js';

const work = () => {};

function refusalOf(options: unknown): PayamSmsConfigurationError {
  try {
    resolveSettings(options as typeof REQUIRED);
  } catch (error) {
    if (error instanceof PayamSmsConfigurationError) return error;
    throw error;
  }
  throw new Error('The options were taken');
}

const problemsOf = (options: Record<string, unknown>): readonly ConfigurationProblem[] =>
  refusalOf({ ...REQUIRED, ...options }).problems;

const longest = 2 ** 31 - 1;
const whole = (min: number, max: number): string => `expected a whole number from ${min} to ${max}`;

describe('wrong settings', () => {
  it.each([
    ['clientId', 'PAYAMSMS_CLIENT_ID'],
    ['clientSecret', 'PAYAMSMS_CLIENT_SECRET'],
    ['systemName', 'PAYAMSMS_SYSTEM_NAME'],
    ['username', 'PAYAMSMS_USERNAME'],
    ['password', 'PAYAMSMS_PASSWORD'],
  ])('miss %s', (option, variable) => {
    for (const unset of [undefined, null, '']) {
      expect(problemsOf({ [option]: unset })).toEqual([
        { option, variable, problem: 'is required' },
      ]);
    }
    expect(problemsOf({ [option]: 7 })).toEqual([
      { option, variable, problem: 'expected a text that is not blank' },
    ]);
  });

  it.each([
    [
      'timeoutMs',
      'PAYAMSMS_TIMEOUT_MS',
      [0, -1, 1.5, NaN, Infinity, '10s', ' ', true, 2 ** 31],
      whole(1, longest),
    ],
    ['batchSize', 'PAYAMSMS_BATCH_SIZE', [0, 251, '251', 'many', [5]], whole(1, 250)],
    ['maxConcurrency', 'PAYAMSMS_MAX_CONCURRENCY', [0, 1001, 0.5, {}], whole(1, 1000)],
    [
      'requestsPerSecond',
      'PAYAMSMS_REQUESTS_PER_SECOND',
      [0, -1, NaN, Infinity, 'fast'],
      'expected a number greater than 0',
    ],
    [
      'loginEncoding',
      'PAYAMSMS_LOGIN_ENCODING',
      ['JSON', 'xml', 1],
      'expected one of auto, json, form, query',
    ],
    [
      'timeZone',
      'PAYAMSMS_TIME_ZONE',
      ['Tehran', 'Asia/Nowhere', 3.5],
      'expected an IANA time zone, such as Asia/Tehran',
    ],
    [
      'sender',
      'PAYAMSMS_SENDER',
      ['my line', '12', 2000123],
      'expected a line or number of the account, such as 982000123',
    ],
    [
      'baseUrl',
      'PAYAMSMS_BASE_URL',
      ['payamsms.com', 'ftp://payamsms.com', '//payamsms.com', 443],
      'expected an https:// address',
    ],
    [
      'baseUrl',
      'PAYAMSMS_BASE_URL',
      [
        'http://www.payamsms.com',
        'http://192.168.1.1',
        'http://localhost.evil.com',
        'http://127.0.0.1.evil.com',
        'http://0.0.0.0',
      ],
      'plain http:// would show passwords to the network; use https://',
    ],
    [
      'baseUrl',
      'PAYAMSMS_BASE_URL',
      ['https://u:p@payamsms.com', 'https://payamsms.com?a=1', 'https://payamsms.com#a'],
      'expected an address without user, password, query or fragment',
    ],
  ] as const)('have a wrong %s (%s): %j', (option, variable, values, problem) => {
    for (const value of values) {
      expect(problemsOf({ [option]: value })).toEqual([{ option, variable, problem }]);
    }
  });

  it.each([
    ['maxAttempts', 'PAYAMSMS_RETRY_MAX_ATTEMPTS', [0, 101, 'often'], whole(1, 100)],
    ['baseDelayMs', 'PAYAMSMS_RETRY_BASE_DELAY_MS', [-1, 2 ** 31], whole(0, longest)],
    ['maxDelayMs', 'PAYAMSMS_RETRY_MAX_DELAY_MS', [-1, '1s'], whole(0, longest)],
  ] as const)('have a wrong retry.%s (%s): %j', (key, variable, values, problem) => {
    for (const value of values) {
      expect(problemsOf({ retry: { [key]: value } })).toEqual([
        { option: `retry.${key}`, variable, problem },
      ]);
    }
  });

  it.each([
    ['retry', 3],
    ['retry', [1]],
    ['http', 'proxy'],
    ['http.httpAgent', true],
    ['http.httpsAgent', 1],
  ])('have something else than an object for %s', (path, value) => {
    const [group, inner] = path.split('.') as [string, string?];
    expect(problemsOf({ [group]: inner ? { [inner]: value } : value })).toEqual([
      { option: path, problem: 'expected an object' },
    ]);
  });

  it('have a proxy that is neither false nor an object', () => {
    expect(problemsOf({ http: { proxy: 'http://proxy' } })).toEqual([
      { option: 'http.proxy', problem: "expected false or an object as axios' proxy takes" },
    ]);
  });

  it.each([{}, { account: {}, open: {}, close: {} }, { open: work, close: work }, work])(
    'have a store that is none: %p',
    (store) => {
      expect(problemsOf({ store })).toEqual([
        {
          option: 'store',
          variable: 'PAYAMSMS_STORE',
          problem: expect.stringMatching(
            /^expected a store, such as new SqliteStore\(path\) .*postgres:/,
          ),
        },
      ]);
    },
  );

  it.each(['sms.db', 'sqlite:', 'sqlite://x', 'redis:hush', 'http://hush@localhost', 'Redis://a'])(
    'have a store that no text names: %p, which is not repeated',
    (store) => {
      const [problem] = problemsOf({ store });
      expect(problem).toMatchObject({ option: 'store', variable: 'PAYAMSMS_STORE' });
      expect(problem!.problem).toMatch(/^expected memory, sqlite:PATH, redis:/);
      expect(problem!.problem).not.toContain('hush');
    },
  );

  it.each([undefined, 'reboot', true])('have a store that survives %p', (survives) => {
    const store = { open() {}, close() {}, account() {}, survives };
    expect(problemsOf({ store })).toEqual([
      {
        option: 'store',
        variable: 'PAYAMSMS_STORE',
        problem: 'expected a store whose property survives is one of nothing, process, power',
      },
    ]);
  });

  it('have a blank password', () => {
    expect(problemsOf({ password: ' ' })).toMatchObject([{ option: 'password' }]);
  });

  it.each([undefined, null, 'options', []])('are no object at all: %j', (options) => {
    const { problems } = refusalOf(options);
    expect(problems.map(({ option }) => option)).toEqual(['options', ...Object.keys(REQUIRED)]);
  });

  it('have options that nobody knows, outside and inside', () => {
    const [timeout, attempts] = problemsOf({ timeout: 5, retry: { attempts: 2 } }).toSorted(
      (a, b) => b.option.localeCompare(a.option),
    );
    expect(timeout).toMatchObject({ option: 'timeout' });
    expect(timeout?.problem).toMatch(/^is not an option; known are .*timeoutMs/);
    expect(attempts).toEqual({
      option: 'retry.attempts',
      problem: 'is not an option; known are maxAttempts, baseDelayMs, maxDelayMs',
    });
  });

  it.each([
    [{ timeout: 5 }, 'timeoutMs'],
    [{ passwrod: 'hush' }, 'password'],
    [{ BaseURL: 'https://a.ir' }, 'baseUrl'],
    [{ retrys: {} }, 'retry'],
  ])('have an option that is nearly another: %j', (options, nearest) => {
    expect(problemsOf(options)).toMatchObject([
      { problem: expect.stringContaining(`; did you mean ${nearest}?`) },
    ]);
  });

  it('are told all at once', () => {
    const { problems, message } = refusalOf({
      baseUrl: 'http://payamsms.com',
      clientId: '',
      sender: 'x',
      batchSize: 300,
      retry: { maxAttempts: 0, maxDelayMs: 'long' },
      http: { proxy: 1 },
      typo: 1,
    });
    expect(problems).toHaveLength(12);
    for (const { option, variable, problem } of problems) {
      expect(message).toContain(`- ${option}${variable ? ` (${variable})` : ''}: ${problem}`);
    }
  });

  it('show no value, in whatever way the error is looked at', () => {
    const error = refusalOf({
      ...Object.fromEntries(Object.keys(REQUIRED).map((option) => [option, ['hush']])),
      baseUrl: 'https://hush:hush@payamsms.com',
      sender: 'hush',
      loginEncoding: 'hush',
      timeoutMs: 'hush',
      timeZone: 'hush',
      retry: { maxAttempts: 'hush' },
      http: { proxy: 'http://user:hush@proxy' },
      typo: 'hush',
    });
    const looks = [error.message, error.stack, inspect(error, { depth: 9 }), JSON.stringify(error)];
    expect(error.problems.length).toBeGreaterThan(10);
    for (const look of looks) expect(look).not.toContain('hush');
  });
});
