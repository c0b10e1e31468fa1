import { describe, expect, it, jest } from '@jest/globals';
import type { LoginForm } from '../../lib/api/api.types.js';
import type { LoginApi } from '../../lib/api/login.api.js';
import { LoginNegotiation } from '../../lib/auth/login-negotiation.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import type { LoginEncoding } from '../../lib/payamsms.options.js';

const TOKEN = { value: 'token', expiresInSeconds: 60 };

const refused = (status: number, code?: string) =>
  new PayamSmsApiError('login', { status, ...(code !== undefined && { code }) });
const reset = new PayamSmsTransportError('login', { cause: new Error('reset') });

/** A service that takes some forms and answers the others with an error. */
function negotiation(encoding: LoginEncoding, answers: Partial<Record<LoginForm, Error>> = {}) {
  const login = jest.fn<LoginApi['login']>(async (form) => {
    const error = answers[form];
    if (error) throw error;
    return TOKEN;
  });
  return {
    talks: new LoginNegotiation({ login } as unknown as LoginApi, encoding),
    forms: () => login.mock.calls.map(([form]) => form),
    answers,
  };
}

describe('with auto', () => {
  it('JSON is first, and kept', async () => {
    const { talks, forms } = negotiation('auto');
    expect(await talks.login()).toBe(TOKEN);
    await talks.login();
    expect(forms()).toEqual(['json', 'json']);
  });

  it.each([400, 401, 415])('URL-encoded follows a %i, and is kept', async (status) => {
    const { talks, forms } = negotiation('auto', { json: refused(status) });
    expect(await talks.login()).toBe(TOKEN);
    await talks.login();
    expect(forms()).toEqual(['json', 'form', 'form']);
  });

  it.each([
    ['a 403', refused(403)],
    ['a 404', refused(404)],
    ['a refusal with status 200', refused(200, 'E5')],
    ['a network error', reset],
  ])('%s ends it, for it says nothing of encodings', async (_, error) => {
    const { talks, forms } = negotiation('auto', { json: error });
    await expect(talks.login()).rejects.toBe(error);
    expect(forms()).toEqual(['json']);
  });

  it('nothing is kept where both were refused, and the last refusal is told', async () => {
    const { talks, forms, answers } = negotiation('auto', {
      json: refused(400),
      form: refused(401),
    });
    await expect(talks.login()).rejects.toBe(answers.form);
    delete answers.form;
    await talks.login();
    expect(forms()).toEqual(['json', 'form', 'json', 'form']);
  });

  it('nothing is kept of a form whose answer was lost', async () => {
    const { talks, forms, answers } = negotiation('auto', { json: refused(415), form: reset });
    await expect(talks.login()).rejects.toBe(reset);
    delete answers.form;
    await talks.login();
    await talks.login();
    expect(forms()).toEqual(['json', 'form', 'json', 'form', 'form']);
  });

  it('what was kept is kept through later refusals', async () => {
    const { talks, forms, answers } = negotiation('auto');
    await talks.login();
    answers.json = refused(401);
    await expect(talks.login()).rejects.toBe(answers.json);
    expect(forms()).toEqual(['json', 'json']);
  });

  it('the password never goes into a URL', async () => {
    const { talks, forms } = negotiation('auto', { json: refused(401), form: refused(401) });
    await expect(talks.login()).rejects.toThrow('401');
    expect(forms()).not.toContain('query');
  });
});

describe.each(['json', 'form', 'query'] as const)('with %s', (form) => {
  it('no other is tried', async () => {
    const { talks, forms, answers } = negotiation(form);
    await talks.login();
    answers[form] = refused(401);
    await expect(talks.login()).rejects.toBe(answers[form]);
    expect(forms()).toEqual([form, form]);
  });
});
