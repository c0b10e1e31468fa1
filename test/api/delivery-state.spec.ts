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
