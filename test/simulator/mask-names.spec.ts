import { describe, expect, it } from '@jest/globals';
import { isSecretName } from '../../lib/simulator/http/mask/secret-names.js';

describe('a name', () => {
  it.each([
    'password',
    'Password',
    'PASSWORD',
    'passwd',
    'pwd',
    'userPwd',
    'pass',
    'user_pass',
    'new-password',
    'password2',
    'passwordConfirm',
    'secret',
    'client_secret',
    'client-secret',
    'clientSecret',
    'CLIENTSECRET',
    'token',
    'access_token',
    'accessToken',
    'refresh-token',
    'idToken',
    'X-Auth-Token',
    'apiKey',
    'api_key',
    'authorization',
    'Proxy-Authorization',
    'credentials',
    'رمز',
    'رمز_عبور',
    'رمزعبور',
    'گذرواژه',
    'كلمه عبور',
    'user[password]',
    'pass%77ord',
    'pass\\u0077ord',
    'ｐａｓｓｗｏｒｄ',
    'PAYAMSMS_PASSWORD',
  ])('%s is one of a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each([
    'systemName',
    'username',
    'scope',
    'grant_type',
    'body',
    'passenger',
    'compass',
    'bypass',
    'token_type',
    'tokenLifetime',
    'author',
    'keyboard',
    'passive',
    '',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
