import { describe, expect, it } from '@jest/globals';
import { apiErrorOf, logicalErrorOf, readAnswer, readResult } from '../../lib/api/answer.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';
import { PayamSmsUnexpectedAnswerError } from '../../lib/errors/unexpected-answer.error.js';
import { anAnswer, thrownBy } from '../support/http-answer.js';

const HTML = '<!doctype html><p>Hello 09121234567, hush-password</p>';

describe('readAnswer', () => {
  it.each([200, 201, 202, 204, 299])('reads the body of a %i', (status) => {
    expect(readAnswer(anAnswer([1], { status }))).toEqual([1]);
  });

  it.each([
    [400, { errorCode: 'E107', description: 'no' }],
    [403, [{ errorCode: 'E43' }]],
    [404, []],
  ])('reads a %i that says something: %j', (status, body) => {
    expect(readAnswer(anAnswer(body, { status }))).toEqual(body);
  });

  it.each([
    [400, ''],
    [403, HTML],
    [404, '{"error":"not found"}'],
    [418, '"teapot"'],
    [403, '{"errorCode":null}'],
    [403, '{"errorCode":""}'],
  ])('throws an API error for a %i with the body %j', (status, body) => {
    const error = thrownBy(() => readAnswer(anAnswer(body, { status, operation: 'send' })));
    expect(error).toBeInstanceOf(PayamSmsApiError);
    expect(error).toMatchObject({ operation: 'send', status });
    expect(error).not.toHaveProperty('code');
  });

  it('takes cut JSON for no refusal, whatever the status: it may have been an acceptance', () => {
    const cut = anAnswer('[{"customerId":"a","serverId":"10', { status: 400, operation: 'send' });
    expect(thrownBy(() => readAnswer(cut))).toBeInstanceOf(PayamSmsUnexpectedAnswerError);
  });

  it.each([100, 199, 301, 302, 304, 399])('does not expect a %i', (status) => {
    expect(thrownBy(() => readAnswer(anAnswer('[]', { status })))).toMatchObject({
      name: 'PayamSmsUnexpectedAnswerError',
      where: 'status',
      what: `expected 2xx, got ${status}`,
    });
  });

  it.each([
    ['', 'application/json', 'expected JSON, got an empty body'],
    [
      HTML,
      'text/html; charset=utf-8',
      `expected JSON, got text/html of ${HTML.length} characters that starts like HTML`,
    ],
    [
      '[{"serverId":"1"',
      'application/json',
      'expected JSON, got application/json of 16 characters',
    ],
    ['OK', '', 'expected JSON, got a body of another type of 2 characters'],
  ])('says where and what came with a 2xx in place of JSON: %j', (body, contentType, what) => {
    const error = thrownBy(() => readAnswer(anAnswer(body, { contentType })));
    expect(error).toBeInstanceOf(PayamSmsUnexpectedAnswerError);
    expect(error).toMatchObject({ operation: 'getBalance', where: 'body', what });
    expect(error).not.toHaveProperty('cause');
  });

  it('repeats nothing of a body that may hold a text or a number', () => {
    for (const body of [HTML, '09121234567', '{"body":"hush-password']) {
      const error = thrownBy(() => readAnswer(anAnswer(`${body},`)));
      expect(JSON.stringify(error)).not.toMatch(/hush|0912/);
    }
  });
});

describe('readResult', () => {
  it('gives the value', () => {
    expect(readResult(anAnswer('1250000'))).toBe(1_250_000);
  });

  it.each([200, 400, 403])('throws what the service refuses with a %i', (status) => {
    const error = thrownBy(() => readResult(anAnswer({ errorCode: 'E4' }, { status })));
    expect(error).toMatchObject({
      name: 'PayamSmsApiError',
      status,
      code: 'E4',
      description: 'Access to the system is not allowed',
    });
  });
});

describe('logicalErrorOf', () => {
  it.each([
    [{ errorCode: 'E6', description: 'اعتبار کافی نیست' }, 'E6', 'اعتبار کافی نیست'],
    [{ errorCode: 'E6', description: null }, 'E6', 'Not enough credit'],
    [{ errorCode: 'E6', description: '' }, 'E6', 'Not enough credit'],
    [{ errorCode: 'E6' }, 'E6', 'Not enough credit'],
    [{ errorCode: 'E999' }, 'E999', 'no description was given'],
    [{ errorCode: 42, description: 7 }, '42', '7'],
  ])('reads %j', (value, code, description) => {
    expect(logicalErrorOf(value)).toEqual({ code, description });
  });

  it.each([null, undefined, 'E6', 6, [], [{ errorCode: 'E6' }], {}, { errorCode: null }])(
    'sees none in %j',
    (value) => {
      expect(logicalErrorOf(value)).toBeUndefined();
    },
  );
});

describe('apiErrorOf', () => {
  it("describes a code in the guide's words, not in the service's, which might repeat ours", () => {
    const refusal = { code: 'E43', description: 'hush 09121234567' };
    const error = apiErrorOf(anAnswer('', { operation: 'send', status: 400 }), refusal);
    expect(error.message).toBe(
      "send was answered E43: The recipient's number is invalid; change the message",
    );
    expect(JSON.stringify(error)).not.toContain('hush');
  });

  it('keeps a code that nobody knows, unless it does not look like one', () => {
    expect(apiErrorOf(anAnswer(''), { code: 'E999', description: '' }).code).toBe('E999');
    const error = apiErrorOf(anAnswer(''), {
      code: `09121234567${'x'.repeat(99)}`,
      description: '',
    });
    expect(error.code).toBe('unlisted');
    expect(error).not.toHaveProperty('description');
  });
});
