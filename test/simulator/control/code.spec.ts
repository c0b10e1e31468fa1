import { describe, expect, it } from '@jest/globals';
import { oneTimeCode } from '../../../lib/simulator/text/one-time-code.js';
import { aMessage } from '../caller.js';
import { useScene } from './scene.js';

describe('a one-time code', () => {
  const scene = useScene();

  it.each([
    ['Your code: 4821', '4821'],
    ['کد شما: ۴۸۲۱۳', '48213'],
    ['رمز ٧٧٧٧٧٧', '777777'],
    ['call 02112345678, code 12345678.', '12345678'],
    ['3 items, 1234', '1234'],
    ['123', undefined],
    ['123456789', undefined],
    ['', undefined],
  ])('in %j is %j', (text, code) => {
    expect(oneTimeCode(text)).toBe(code);
  });

  const codeOf = async (body: string, query = '') => {
    await scene.caller.send(aMessage({ body }));
    return scene.rest.get(`/messages/${scene.sim.messages.at(-1)?.serverId}/code${query}`);
  };

  it('is taken out of a message', async () => {
    const { status, json } = await codeOf('کد: ۱۲۳۴۵');
    expect({ status, json }).toEqual({
      status: 200,
      json: { code: '12345', serverId: scene.sim.messages.at(-1)?.serverId },
    });
  });

  it.each([
    ['ref 9999 code AB-77', '?pattern=code%20(%5Cw%2B-%5Cd%2B)', 'AB-77'],
    ['ref 9999 code ۷۷', '?pattern=code%20(%5Cd%2B)', '77'],
    ['ref 9999', '?pattern=%5Cd%7B2%7D', '99'],
  ])('in %j by %s is %s', async (body, query, code) => {
    expect((await codeOf(body, query)).json).toMatchObject({ code });
  });

  it('that is not there gets a reason', async () => {
    expect(await codeOf('Hello')).toMatchObject({
      status: 404,
      json: { code: 'no-code', message: expect.stringContaining('Its text: Hello') },
    });
    expect(await codeOf('Hello', '?pattern=%5Cd')).toMatchObject({
      status: 404,
      json: { code: 'no-code', message: expect.stringContaining('Nothing matches "\\\\d"') },
    });
    expect((await scene.rest.get('/messages/7/code')).json).toMatchObject({ code: 'not-found' });
  });

  it('is not searched by an invalid pattern, or by one that takes too long', async () => {
    expect(await codeOf('Hello', '?pattern=(')).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('is not a regular expression') },
    });
    const astray = `?pattern=${encodeURIComponent('^(a+)+$')}`;
    expect(await codeOf(`${'a'.repeat(40)}!`, astray)).toMatchObject({
      status: 400,
      json: { message: expect.stringContaining('takes longer than 100 ms') },
    });
  });
});
