import { describe, expect, it } from '@jest/globals';
import { toDeliveryState } from '../../lib/api/delivery-state.js';

describe('the state of a message', () => {
  it.each([
    ['Send Successfully', 'delivered'],
    ['Failed', 'failed'],
    ['Pending', 'pending'],
    ['Pending In Queue', 'queued'],
    [' pending in queue ', 'queued'],
    ['Blacklisted', 'other'],
    ['', 'other'],
    ['constructor', 'other'],
  ])('in the word %j is %s', (word, state) => {
    expect(toDeliveryState(word)).toBe(state);
  });
});

const parts = (total: number, delivered: number, undelivered: number, unknown = 0) => ({
  total,
  delivered,
  undelivered,
  unknown,
});

describe('the parts of a message', () => {
  it.each([
    [parts(2, 2, 0), 'delivered'],
    [parts(2, 1, 1), 'failed'],
    [parts(2, 0, 2), 'failed'],
    [parts(2, 1, 0, 1), 'other'],
    [parts(2, 0, 1, 1), 'other'],
    [parts(2, 0, 0, 2), 'other'],
    [parts(0, 0, 0), 'other'],
  ])('decide where nobody knows the word: %j is %s', (given, state) => {
    expect(toDeliveryState('Delivered To Handset', given)).toBe(state);
    expect(toDeliveryState('', given)).toBe(state);
  });

  it.each(['Pending', 'Failed', 'Pending In Queue'])('leave the word %s as it is', (word) => {
    expect(toDeliveryState(word, parts(1, 1, 0))).toBe(toDeliveryState(word));
  });
});
