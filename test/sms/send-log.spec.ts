import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SendLog } from '../../lib/sms/send-log.js';
import type { SendOutcome } from '../../lib/sms/sms.types.js';

const identity = { index: 0, customerId: 'a', recipient: '989121234567', body: 'x', sender: '982' };
const ACCEPTED: SendOutcome = { status: 'accepted', ...identity, serverId: '1' };
const UNPAID: SendOutcome = { status: 'unsent', ...identity, reason: 'credit' };

let nowMs: number;
let warned: string[];

beforeEach(() => {
  nowMs = 1_000;
  warned = [];
  jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  // As in production: nothing below warnings is written.
  jest.spyOn(Logger, 'isLevelEnabled').mockImplementation((level) => level === 'warn');
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((said: unknown) => {
    warned.push(String(said));
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** What is warned of after batches that end one after the other, each after so long a time. */
function after(...batches: [SendOutcome[], tookMs?: number, laterMs?: number][]): string[] {
  const log = new SendLog({});
  for (const [outcomes, tookMs = 10, laterMs = 100] of batches) {
    nowMs += laterMs;
    log.batch(outcomes, 1, tookMs);
  }
  return warned;
}

describe('the log of sends, when the credit is gone', () => {
  it('warns at once, and says what to do', () => {
    expect(after([[ACCEPTED, UNPAID]])).toEqual([expect.stringMatching(/credit.*Top it up/)]);
  });

  it('warns once, however many are refused, for however long', () => {
    expect(after([[UNPAID]], [[UNPAID, UNPAID]], [[UNPAID], 10, 86_400_000])).toHaveLength(1);
  });

  it('warns once when batches that had left before come in between', () => {
    const before = 5_000;
    expect(after([[UNPAID]], [[ACCEPTED], before], [[UNPAID], before, 90_000])).toHaveLength(1);
  });

  it('warns once when batches are taken in part', () => {
    expect(after([[ACCEPTED, UNPAID]], [[ACCEPTED, UNPAID], 10, 90_000])).toHaveLength(1);
  });

  it('warns once while short messages are taken and long ones are not', () => {
    expect(after([[UNPAID]], [[ACCEPTED]], [[UNPAID]], [[ACCEPTED]], [[UNPAID]])).toHaveLength(1);
  });

  it('warns again when the credit is gone again', () => {
    expect(after([[UNPAID]], [[ACCEPTED]], [[UNPAID], 10, 90_000])).toHaveLength(2);
  });

  it('says nothing of what is accepted', () => {
    expect(after([[ACCEPTED, ACCEPTED]])).toEqual([]);
  });
});
