import { describe, expect, it } from '@jest/globals';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import { isLeaseLost, requireHeld } from '../../lib/tasks/leased-task.js';
import { fakeLease } from './support/fakes.js';

describe('a lost lease', () => {
  it('is told from every other error', () => {
    expect(isLeaseLost(new PayamSmsStoreError('lease-lost', 'record'))).toBe(true);
    expect(isLeaseLost(new PayamSmsStoreError('closed', 'record'))).toBe(false);
    expect(isLeaseLost(Object.assign(new Error('no'), { reason: 'lease-lost' }))).toBe(false);
  });

  it('is thrown before something is done under it', () => {
    const lease = fakeLease();
    requireHeld(lease, 'emit');
    lease.state.isValid = false;
    expect(() => requireHeld(lease, 'emit')).toThrow(PayamSmsStoreError);
  });
});
