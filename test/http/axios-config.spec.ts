import { describe, expect, it } from '@jest/globals';
import { create, type InternalAxiosRequestConfig } from 'axios';
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { axiosConfig, dropUnusedDefaults } from '../../lib/http/axios-config.js';
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

  it.each(['get', 'post'])(
    'makes the same %s without the defaults that play no part',
    async (method) => {
      const configs: InternalAxiosRequestConfig[] = [];
      const adapter = async (config: InternalAxiosRequestConfig) => {
        configs.push(config);
        return { status: 200, statusText: '', headers: {}, data: Buffer.alloc(0), config };
      };
      const [whole, slim] = [1, 2].map(() => create({ ...axiosConfig(someSettings()), adapter }));
      dropUnusedDefaults(slim!);
      for (const axios of [whole!, slim!]) {
        await axios.request({ method, url: 'https://example.ir/a', headers: { Accept: 'a/b' } });
      }
      const [before, after] = configs as [InternalAxiosRequestConfig, InternalAxiosRequestConfig];
      expect(after.headers.toJSON()).toEqual(before.headers.toJSON());
      expect(before).toMatchObject(after);
      const dropped = Object.keys(before).filter((name) => !(name in after));
      expect(dropped).toEqual(['transitional', 'xsrfCookieName', 'xsrfHeaderName', 'env']);
    },
  );
});
