import { inspect } from 'node:util';
import type { StoreAddress } from '../../lib/settings/store-address.js';
import { afterEach, describe, expect, it } from '@jest/globals';
import { payamSmsConfig } from '../../lib/payamsms.config.js';
import { resolveSettings } from '../../lib/settings/settings.js';
import { UNREAD_VARIABLES } from '../../lib/settings/unread-variables.js';
import {
  optionsFromEnvironment,
  VARIABLE_OPTIONS,
  variableOf,
} from '../../lib/settings/variables.js';

const EVERY = {
  PAYAMSMS_BASE_URL: 'https://sms.example.ir',
  PAYAMSMS_CLIENT_ID: 'id',
  PAYAMSMS_CLIENT_SECRET: 'secret',
  PAYAMSMS_SYSTEM_NAME: 'system',
  PAYAMSMS_USERNAME: 'user',
  PAYAMSMS_PASSWORD: 'password',
  PAYAMSMS_SENDER: '2000123',
  PAYAMSMS_LOGIN_ENCODING: 'form',
  PAYAMSMS_TIMEOUT_MS: '5000',
  PAYAMSMS_MAX_ANSWER_BYTES: '65536',
  PAYAMSMS_TIME_ZONE: 'UTC',
  PAYAMSMS_BATCH_SIZE: '200',
  PAYAMSMS_LINGER_MS: '0',
  PAYAMSMS_MAX_CONCURRENCY: '2',
  PAYAMSMS_REQUESTS_PER_SECOND: '1.5',
  PAYAMSMS_RETRY_MAX_ATTEMPTS: '5',
  PAYAMSMS_RETRY_BASE_DELAY_MS: '50',
  PAYAMSMS_RETRY_MAX_DELAY_MS: '1000',
  PAYAMSMS_SETTLE_MS: '5000',
  PAYAMSMS_SEND_DEADLINE_MS: '60000',
  PAYAMSMS_SHUTDOWN_TIMEOUT_MS: '0',
  PAYAMSMS_LOG_ERROR_MESSAGES: 'true',
  PAYAMSMS_INBOX_NUMBERS: '2000123,3000',
  PAYAMSMS_INBOX_CRON: '* * * * *',
  PAYAMSMS_INBOX_START_FROM: 'all',
  PAYAMSMS_INBOX_MAX_ATTEMPTS: '2',
  PAYAMSMS_INBOX_OVERLAP_MS: '0',
  PAYAMSMS_INBOX_HANDLER_TIMEOUT_MS: '1',
  PAYAMSMS_DELIVERY_TRACKING: 'true',
  PAYAMSMS_DELIVERY_LADDER: '5s, 2m,1h',
  PAYAMSMS_DELIVERY_CRON: '*/2 * * * * *',
  PAYAMSMS_LOW_BALANCE: '500000',
  PAYAMSMS_BALANCE_CRON: '*/30 * * * *',
  PAYAMSMS_STORE: 'postgres://user:hush@localhost/shop',
};

/** The options alone. */
function optionsOf(environment: Record<string, string | undefined>) {
  const { [UNREAD_VARIABLES]: _, ...options } = optionsFromEnvironment(environment);
  return options;
}

const options = (environment: Record<string, string | undefined>) =>
  optionsFromEnvironment(environment) as unknown as Parameters<typeof resolveSettings>[0];

describe('variables', () => {
  it('set every option', () => {
    const { credentials, store, ...settings } = resolveSettings(options(EVERY));
    expect(settings).toEqual({
      unreadVariables: [],
      baseUrl: 'https://sms.example.ir',
      loopback: false,
      sender: '982000123',
      loginEncoding: 'form',
      timeoutMs: 5_000,
      maxAnswerBytes: 65_536,
      timeZone: 'UTC',
      batchSize: 200,
      lingerMs: 0,
      maxConcurrency: 2,
      requestsPerSecond: 1.5,
      retry: { maxAttempts: 5, baseDelayMs: 50, maxDelayMs: 1_000 },
      settleMs: 5_000,
      sendDeadlineMs: 60_000,
      shutdownTimeoutMs: 0,
      logErrorMessages: true,
      inbox: {
        numbers: ['982000123', '983000'],
        cron: '* * * * *',
        startFrom: 'all',
        maxAttempts: 2,
        overlapMs: 0,
        handlerTimeoutMs: 1,
      },
      delivery: { ladderMs: [5_000, 120_000, 3_600_000], cron: '*/2 * * * * *' },
      balance: { lowThreshold: 500_000, cron: '*/30 * * * *' },
      http: {},
    });
    expect(store).toMatchObject({ kind: 'postgres' });
    expect((store as StoreAddress).reveal()).toBe('postgres://user:hush@localhost/shop');
    expect(inspect(store, { showHidden: true }) + JSON.stringify(store)).not.toContain('hush');
    expect(credentials.account()).toEqual({
      systemName: 'system',
      username: 'user',
      password: 'password',
    });
    expect(credentials.basicAuthorization()).toBe(`Basic ${btoa('id:secret')}`);
  });

  it('have a name for each option', () => {
    expect(VARIABLE_OPTIONS.map((option) => variableOf(option))).toEqual(Object.keys(EVERY));
    expect(variableOf('http')).toBeUndefined();
  });

  it('that are empty or absent set nothing', () => {
    const empty = Object.fromEntries(Object.keys(EVERY).map((name) => [name, '']));
    expect(optionsOf(empty)).toEqual({});
    expect(optionsOf({})).toEqual({});
  });

  it('set a part of a group alone', () => {
    expect(optionsOf({ PAYAMSMS_RETRY_MAX_DELAY_MS: '9' })).toEqual({
      retry: { maxDelayMs: '9' },
    });
  });

  it('say more about delivery tracking only when they switch it on', () => {
    const more = { PAYAMSMS_DELIVERY_CRON: '* * * * *', PAYAMSMS_DELIVERY_LADDER: '1m' };
    expect(optionsOf(more)).toEqual({});
    expect(optionsOf({ ...more, PAYAMSMS_DELIVERY_TRACKING: 'false' })).toEqual({
      delivery: 'false',
    });
    expect(optionsOf({ ...more, PAYAMSMS_DELIVERY_TRACKING: 'true' })).toEqual({
      delivery: { cron: '* * * * *', ladder: '1m' },
    });
    expect(optionsOf({ PAYAMSMS_DELIVERY_TRACKING: 'true' })).toEqual({
      delivery: 'true',
    });
  });

  it('of others are not looked at', () => {
    expect(optionsOf({ PATH: '/bin', PAYAMSMS: 'x', CLIENT_ID: 'y' })).toEqual({});
  });

  describe('in the process', () => {
    afterEach(() => {
      delete process.env.PAYAMSMS_SENDER;
    });

    it('are read when the namespace is loaded, not when it is imported', () => {
      process.env.PAYAMSMS_SENDER = '3000';
      expect(payamSmsConfig()).toMatchObject({ sender: '3000' });
      expect(payamSmsConfig.KEY).toBe('CONFIGURATION(payamsms)');
    });
  });
});
