import { describe, expect, it } from '@jest/globals';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { axiosConfig } from '../../lib/http/axios-config.js';
import { someSettings } from '../support/settings.js';

const proxy = { host: 'proxy.example.ir', port: 3128 };

describe('axios', () => {
  it('follows no redirect, judges no status and leaves bodies alone', () => {
    expect(axiosConfig(someSettings())).toMatchObject({
      maxRedirects: 0,
      responseType: 'arraybuffer',
      validateStatus: null,
      transformRequest: [],
      transformResponse: [],
      adapter: expect.any(Function),
    });
  });

  it('finds the proxy of the environment by itself unless it is told otherwise', () => {
    expect(axiosConfig(someSettings())).not.toHaveProperty('proxy');
    expect(axiosConfig(someSettings({ http: { proxy } })).proxy).toBe(proxy);
    expect(axiosConfig(someSettings({ http: { proxy: false } })).proxy).toBe(false);
  });

  it('never goes through a proxy to loopback', () => {
    const baseUrl = 'http://127.0.0.1:3000';
    expect(axiosConfig(someSettings({ baseUrl })).proxy).toBe(false);
    expect(axiosConfig(someSettings({ baseUrl, http: { proxy } })).proxy).toBe(false);
  });

  it('is given the agents', () => {
    const http = { httpAgent: new Agent(), httpsAgent: new SecureAgent() };
    expect(axiosConfig(someSettings({ http }))).toMatchObject(http);
    expect(axiosConfig(someSettings())).not.toHaveProperty('httpAgent');
  });
});
