import { describe, expect, it, jest } from '@jest/globals';
import type { LoginForm } from '../../lib/api/api.types.js';
import type { LoginApi } from '../../lib/api/login.api.js';
import { LoginNegotiation } from '../../lib/auth/login-negotiation.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import type { LoginEncoding } from '../../lib/payamsms.options.js';

const TOKEN = { value: 'token', expiresInSeconds: 60 };

const refused = (status: number, code?: string) =>
  new PayamSmsApiError('login', { status, ...(code !== undefined && { code }) });
const RETRY = { maxAttempts: 3, baseDelayMs: 0, maxDelayMs: 1_000 };
const unavailable = (status: number) =>
  new PayamSmsTransportError('login', { cause: refused(status) });
const reset = new PayamSmsTransportError('login', { cause: new Error('reset') });

/** A service that takes some forms and answers the others with an error. */
function negotiation(encoding: LoginEncoding, answers: Partial<Record<LoginForm, Error>> = {}) {
  const login = jest.fn<LoginApi['login']>(async (form) => {
    const error = answers[form];
    if (error) throw error;
    return TOKEN;
  });
  return {
    talks: new LoginNegotiation({ login } as unknown as LoginApi, encoding, RETRY),
    forms: () => login.mock.calls.map(([form]) => form),
    answers,
  };
}

describe('with auto', () => {
  it('URL-encoded is first, and kept', async () => {
    const { talks, forms } = negotiation('auto');
    expect(await talks.login()).toBe(TOKEN);
    await talks.login();
    expect(forms()).toEqual(['form', 'form']);
  });

  it.each([400, 401, 403, 404, 405, 406, 408, 410, 415, 422, 499])(
    'JSON follows a %i, and is kept',
    async (status) => {
      const { talks, forms } = negotiation('auto', { form: refused(status) });
      expect(await talks.login()).toBe(TOKEN);
      await talks.login();
      expect(forms()).toEqual(['form', 'json', 'json']);
    },
  );

  it('JSON follows a 500, and is kept', async () => {
    const { talks, forms } = negotiation('auto', { form: unavailable(500) });
    expect(await talks.login()).toBe(TOKEN);
    await talks.login();
    expect(forms()).toEqual(['form', 'json', 'json']);
  });

  it.each([
    ['a 429', unavailable(429)],
    ['a 502', unavailable(502)],
    ['a 503', unavailable(503)],
    ['a network error', reset],
  ])('%s is repeated in the same encoding, for it says nothing of encodings', async (_, error) => {
    const { talks, forms } = negotiation('auto', { form: error });
    await expect(talks.login()).rejects.toBe(error);
    expect(forms()).toEqual(['form', 'form', 'form']);
  });

  it.each([
    ['a refusal with status 200', refused(200, 'E5')],
    ['a page of HTML', new PayamSmsUnexpectedAnswerError('login', 'body', 'expected JSON')],
  ])('%s ends it', async (_, error) => {
    const { talks, forms } = negotiation('auto', { form: error });
    await expect(talks.login()).rejects.toBe(error);
    expect(forms()).toEqual(['form']);
  });

  it('JSON is tried once, however often a 500 is repeated', async () => {
    const { talks, forms, answers } = negotiation('auto', {
      form: unavailable(500),
      json: unavailable(500),
    });
    await expect(talks.login()).rejects.toBe(answers.form);
    expect(forms()).toEqual(['form', 'json', 'form', 'form']);
  });

  it('nothing is kept where both were refused', async () => {
    const { talks, forms, answers } = negotiation('auto', {
      form: refused(403),
      json: refused(403),
    });
    await expect(talks.login()).rejects.toBe(answers.form);
    delete answers.json;
    await talks.login();
    expect(forms()).toEqual(['form', 'json', 'form', 'json']);
  });

  it.each<[string, Error, Error, 'form' | 'json']>([
    ['the code of the first', refused(400, 'E5'), refused(403), 'form'],
    ['the code of the second', refused(403), refused(400, 'E5'), 'json'],
    ['the code of the second over a 401', refused(401), refused(400, 'E4'), 'json'],
    ['a 401 over a 403', refused(403), refused(401), 'json'],
    ['the first of two that say the same', refused(401), refused(401), 'form'],
    ['a refusal over a 500', refused(403), unavailable(500), 'form'],
    ['a 401 over a 500', unavailable(500), refused(401), 'json'],
    [
      'a 500 over a 403, the answer to JSON of a service that takes none',
      unavailable(500),
      refused(403),
      'form',
    ],
    ['a refusal over a 415, which is of the encoding', refused(415), refused(403), 'json'],
    ['a refusal over a 404', refused(404), refused(400), 'json'],
    ['a refusal over a later 415', refused(403), refused(415), 'form'],
    ['a 500 over a later 415', unavailable(500), refused(415), 'form'],
    ['the first of two that say nothing', refused(415), refused(404), 'form'],
    ['a refusal over a lost answer', refused(401), reset, 'form'],
  ])('of two failures it tells %s', async (_, form, json, told) => {
    const { talks, answers } = negotiation('auto', { form, json });
    await expect(talks.login()).rejects.toBe(answers[told]);
  });

  it('what was kept is kept through later refusals', async () => {
    const { talks, forms, answers } = negotiation('auto');
    await talks.login();
    answers.form = refused(401);
    await expect(talks.login()).rejects.toBe(answers.form);
    expect(forms()).toEqual(['form', 'form']);
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
