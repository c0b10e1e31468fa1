import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { Caller } from './caller.js';

describe('login', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    caller = new Caller(sim);
  });
  afterEach(() => sim.close());

  const asForm = () => caller.login({ body: new URLSearchParams(caller.loginFields) });

  it('gives a token that the other endpoints take', async () => {
    const answer = await caller.login();
    expect(answer.json).toEqual({
      access_token: expect.any(String),
      expires_in: 3600,
      scope: 'webservice',
      userDetails: expect.any(Object),
    });
    expect((await caller.getBalance()).status).toBe(200);
  });

  it('takes JSON, a form, and URL parameters', async () => {
    expect((await caller.login()).status).toBe(200);
    expect((await asForm()).status).toBe(200);
    expect((await caller.loginByQuery()).status).toBe(200);
  });

  it('takes JSON that no content type announces', async () => {
    const body = new Blob([JSON.stringify(caller.loginFields)]);
    const response = await fetch(`${sim.url}/auth/oauth/token`, {
      method: 'POST',
      headers: { authorization: caller.basic },
      body,
    });
    expect(response.status).toBe(200);
  });

  it.each([
    ['json', [200, 415, 415]],
    ['form', [415, 200, 415]],
    ['query', [415, 415, 200]],
  ] as const)('takes %s only, when that is the dialect (row 2)', async (loginFields, statuses) => {
    sim.setDialect({ loginFields, loginRefusal: 415 });
    const answers = [await caller.login(), await asForm(), await caller.loginByQuery()];
    expect(answers.map(({ status }) => status)).toEqual(statuses);
  });

  it('refuses a login in another form with 400 by default', async () => {
    sim.setDialect({ loginFields: 'form' });
    expect((await caller.login()).status).toBe(400);
    sim.setDialect({ loginRefusal: 401 });
    expect((await caller.login()).status).toBe(401);
  });

  it.each(['systemName', 'username', 'password'])('refuses a wrong %s with E5', async (name) => {
    const answer = await caller.login({ body: { ...caller.loginFields, [name]: 'wrong' } });
    expect(answer).toMatchObject({ status: 401, json: { errorCode: 'E5' } });
  });

  it.each(['Basic d3Jvbmc6d3Jvbmc=', 'Basic !', 'Bearer x', ''])(
    'refuses the header %j',
    async (authorization) => {
      expect((await caller.login({ headers: { authorization } })).status).toBe(401);
    },
  );

  it.each(['systemName', 'username', 'password', 'scope', 'grant_type'])(
    'misses %s',
    async (name) => {
      const { [name]: _, ...body } = caller.loginFields;
      const answer = await caller.login({ body });
      expect(answer).toMatchObject({ status: 400, json: { errorCode: 'E2' } });
    },
  );

  it.each([
    { scope: 'other' },
    { grant_type: 'client_credentials' },
    { refresh_token: 'x' },
    { username: {} },
  ])('refuses %j as no login at all', async (change) => {
    expect((await caller.login({ body: { ...caller.loginFields, ...change } })).status).toBe(400);
  });

  it('takes a number for a text, or answers 400, by the dialect', async () => {
    await using other = await PayamSmsSimulator.start({ credentials: { password: '12345678' } });
    const its = new Caller(other);
    const body = { ...its.loginFields, password: 12_345_678 };
    expect((await its.login({ body })).status).toBe(200);
    other.setDialect({ fieldTypes: 'strict' });
    expect((await its.login({ body })).status).toBe(400);
  });

  describe('again, before the token has expired (row 3)', () => {
    it('gives the same token, with the whole seconds it has left', async () => {
      const first = await caller.login();
      sim.advance('59m');
      sim.advance(59_010);
      const second = await caller.login();
      expect(second.json).toMatchObject({ ...(first.json as object), expires_in: 0 });
      expect((await caller.getBalance()).status).toBe(200);
    });

    it('repeats the original life, when that is the dialect', async () => {
      sim.setDialect({ repeatedLogin: 'original' });
      await caller.login();
      sim.advance('59m');
      expect((await caller.login()).json).toMatchObject({ expires_in: 3600 });
    });

    it('does not extend its life', async () => {
      const first = await caller.login();
      sim.advance('59m');
      await caller.login();
      sim.advance('1m');
      expect((await caller.getBalance()).status).toBe(401);
      const third = await caller.login();
      expect(third.json).not.toEqual(first.json);
    });
  });

  it('has no expires_in, when that is the dialect (row 4)', async () => {
    sim.setDialect({ expiresIn: 'absent' });
    expect((await caller.login()).json).not.toHaveProperty('expires_in');
  });

  it('gives tokens with the lifetime of the dialect, from then on (row 4)', async () => {
    await caller.login();
    sim.setDialect({ tokenLifetimeMs: 90_000 });
    sim.advance('1h');
    expect((await caller.login()).json).toMatchObject({ expires_in: 90 });
    sim.advance('90s');
    expect((await caller.getBalance()).status).toBe(401);
  });

  it('gives a new token after the old ones were revoked', async () => {
    const first = await caller.login();
    sim.revokeTokens();
    expect((await caller.getBalance()).status).toBe(401);
    const second = await caller.login();
    expect(second.json).not.toEqual(first.json);
    expect((await caller.getBalance()).status).toBe(200);
  });

  it('asks for the credentials it was started with', async () => {
    await using other = await PayamSmsSimulator.start({
      credentials: { password: 'p', username: undefined },
    });
    expect(other.credentials).toMatchObject({ username: 'developer', password: 'p' });
    expect((await new Caller(other).login()).status).toBe(200);
    expect((await new Caller(other).login({ body: caller.loginFields })).status).toBe(401);
  });
});
