import { describe, expect, it } from '@jest/globals';
import { AccountService } from '../../lib/account/account.service.js';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { PayamSmsApiError } from '../../lib/errors/api.error.js';

const accountOf = (getBalance: () => Promise<number>): AccountService =>
  new AccountService({ getBalance } as unknown as PayamSmsApi);

describe('the account', () => {
  it('tells its balance in rials', async () => {
    expect(await accountOf(async () => 1_250_000).getBalance()).toBe(1_250_000);
  });

  it('tells what went wrong', async () => {
    const error = new PayamSmsApiError('getBalance', { status: 403 });
    const account = accountOf(async () => {
      throw error;
    });
    await expect(account.getBalance()).rejects.toBe(error);
  });
});
