import { describe, expect, it } from '@jest/globals';
import { describeFailure } from '../../lib/events/describe-failure.js';

describe('what is told of failed listeners', () => {
  it('is each name and message, once', () => {
    const errors = [new TypeError('no vote'), new Error('down'), new Error('down'), 'a word'];
    expect(describeFailure(errors)).toBe('TypeError: no vote; Error: down; a word');
  });

  it('shows neither the text nor a whole number', () => {
    const said = describeFailure([new Error('09121234567 wrote "my secret"')], ' my secret\n');
    expect(said).not.toContain('my secret');
    expect(said).not.toContain('09121234567');
  });
});
