import { describe, expect, it } from '@jest/globals';
import { commonRefusal, groupsOf, isShared } from '../../../lib/sms/call/refusal.js';
import { prepared } from '../../support/messages.js';

const a = prepared(0, { body: 'one text' });
const b = prepared(1, { body: 'one text' });
const c = prepared(2, { body: 'another text', sender: '983000' });
const all = [a, b, c];

describe('what a code is about', () => {
  it.each([
    ['E43', 'the recipient', [[a], [b], [c]]],
    ['E800', 'the recipient', [[a], [b], [c]]],
    ['E132', 'the text', [[a, b], [c]]],
    ['E211', 'the text', [[a, b], [c]]],
    ['E766', 'the text', [[a, b], [c]]],
    ['E223', 'the sender', [[a, b], [c]]],
    ['E9999', 'any message', [[a], [b], [c]]],
  ])('%s is about %s', (code, _, groups) => {
    expect(groupsOf(all, code)).toEqual(groups);
  });

  it.each([
    ['E4', all, true],
    ['E6', all, true],
    ['E132', [a, b], true],
    ['E132', all, false],
    ['E43', [a], true],
  ])('%s is shared by a call of messages: %#', (code, messages, shared) => {
    expect(isShared(messages, code)).toBe(shared);
  });
});

const entries = (...codes: string[]) => codes.map((code) => ({ code, description: 'd' }));

describe('one code for each message by its name', () => {
  it.each([
    ['is that of the call where they do not share it', [a, c], entries('E132', 'E132'), 'E132'],
    ['is their own where they share it', [a, b], entries('E132', 'E132'), undefined],
    ['is their own where the codes differ', [a, c], entries('E132', 'E43'), undefined],
  ])('%s', (_, messages, said, code) => {
    expect(commonRefusal(messages, said)?.code).toBe(code);
  });

  it('is their own where one is accepted', () => {
    const [refusal] = entries('E132');
    expect(commonRefusal([a, c], [refusal, { serverId: '7' }])).toBeUndefined();
  });
});
