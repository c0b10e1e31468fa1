import { describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { resolveSettings, type Settings } from '../../lib/settings/settings.js';
import { REQUIRED } from '../support/settings.js';

/** Options as an environment or a careless caller gives them. */
const resolve = (options: Record<string, unknown>): Settings =>
  resolveSettings({ ...REQUIRED, ...options });

describe('settings', () => {
  it('have the defaults of the documentation', () => {
    const { credentials, ...rest } = resolve({});
    expect(rest).toEqual({
      baseUrl: 'https://www.payamsms.com',
      loopback: false,
      sender: undefined,
      loginEncoding: 'auto',
      timeoutMs: 10_000,
      maxAnswerBytes: 16_777_216,
      timeZone: 'Asia/Tehran',
      batchSize: 250,
      lingerMs: 50,
      maxConcurrency: 4,
      requestsPerSecond: undefined,
      retry: { maxAttempts: 3, baseDelayMs: 100, maxDelayMs: 20_000 },
      settleMs: 3_000,
      sendDeadlineMs: 120_000,
      shutdownTimeoutMs: 10_000,
      logErrorMessages: false,
      delivery: undefined,
      balance: undefined,
      http: {},
    });
    expect(credentials.account()).toEqual({
      systemName: 'organisation',
      username: 'user',
      password: 'hush-password',
    });
  });

  it('make a Basic header of the client, whatever characters it has', () => {
    const { credentials } = resolve({ clientId: 'شناسه', clientSecret: 'a:b' });
    const [scheme, pair] = credentials.basicAuthorization().split(' ');
    expect(scheme).toBe('Basic');
    expect(Buffer.from(pair!, 'base64').toString()).toBe('شناسه:a:b');
  });

  it.each([
    ['baseUrl', 'https://sms.example.ir', 'https://sms.example.ir'],
    ['baseUrl', 'https://sms.example.ir/gate/', 'https://sms.example.ir/gate'],
    ['sender', '+98 2000 123', '982000123'],
    ['sender', '۲۰۰۰۱۲۳', '982000123'],
    ['loginEncoding', 'query', 'query'],
    ['loginEncoding', 'form', 'form'],
    ['timeoutMs', 1, 1],
    ['timeoutMs', '2500', 2_500],
    ['timeZone', 'UTC', 'UTC'],
    ['batchSize', 1, 1],
    ['batchSize', '250', 250],
    ['maxConcurrency', '16', 16],
    ['requestsPerSecond', 0.5, 0.5],
    ['requestsPerSecond', '0.5', 0.5],
  ])('take %s %j as %j', (option, given, taken) => {
    expect(resolve({ [option]: given })).toHaveProperty(option, taken);
  });

  it('take a part of retry and leave the rest at its defaults', () => {
    expect(resolve({ retry: { maxAttempts: '1' } }).retry).toEqual({
      maxAttempts: 1,
      baseDelayMs: 100,
      maxDelayMs: 20_000,
    });
  });

  it('hand on what axios is given', () => {
    const http = { proxy: false as const, httpAgent: new Agent(), httpsAgent: new SecureAgent() };
    expect(resolve({ http }).http).toEqual(http);
    expect(resolve({ http: { proxy: { host: 'p', port: 1 } } }).http.proxy).toEqual({
      host: 'p',
      port: 1,
    });
  });

  it.each([undefined, null, ''])('take %j for an option that is not set', (unset) => {
    const given = Object.fromEntries(
      ['baseUrl', 'sender', 'loginEncoding', 'timeoutMs', 'retry', 'http', 'unheardOf'].map(
        (option) => [option, unset],
      ),
    );
    expect(resolve(given)).toEqual(resolve({}));
  });

  it.each([
    ['http://localhost:3000'],
    ['http://127.0.0.1:8080'],
    ['http://127.8.9.1'],
    ['http://127.1'],
    ['http://[::1]:8080'],
    ['https://localhost'],
  ])('know %s for loopback', (baseUrl) => {
    expect(resolve({ baseUrl }).loopback).toBe(true);
  });

  it.each([['https://localhost.example.ir'], ['https://127.0.0.1.example.ir']])(
    'do not take %s for loopback',
    (baseUrl) => {
      expect(resolve({ baseUrl }).loopback).toBe(false);
    },
  );
});
