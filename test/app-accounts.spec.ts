import { describe, expect, it } from '@jest/globals';
import { AppAccounts } from '../lib/app-accounts.js';
import { PayamSmsConfigurationError } from '../lib/errors/configuration.error.js';

/** One app with these accounts. */
function anApp(...accounts: (string | undefined)[]): AppAccounts {
  const app = {};
  // Each module looks for itself.
  for (const account of accounts) new AppAccounts(app).add({ account });
  return new AppAccounts(app);
}

describe('the accounts of an app', () => {
  it('may be several, beside one without a name or without it', () => {
    expect(anApp(undefined, 'marketing', 'new-year').names).toEqual(['marketing', 'new-year']);
    expect(anApp('marketing').has(undefined)).toBe(false);
  });

  it.each([
    ['the same name twice', ['marketing', 'marketing'], /marketing is there twice/],
    ['two without a name', [undefined, undefined], /without a name is there twice/],
    ['variables that nobody can tell apart', ['shop', 'shop-retry'], /PAYAMSMS_SHOP_RETRY_/],
    ['the same in the other order', ['shop-retry', 'shop'], /PAYAMSMS_SHOP_RETRY_/],
  ])('cannot be %s', (_, accounts, message) => {
    expect(() => anApp(...accounts)).toThrow(PayamSmsConfigurationError);
    expect(() => anApp(...accounts)).toThrow(message);
  });

  it('are those of one app alone', () => {
    anApp('marketing');
    expect(anApp('marketing').names).toEqual(['marketing']);
  });

  it('log a message about the whole app once', () => {
    const app = {};
    const [shop, marketing] = [new AppAccounts(app), new AppAccounts(app)];
    expect([shop, marketing, shop].map((accounts) => accounts.isNew('the proxy'))).toEqual([
      true,
      false,
      false,
    ]);
    expect(marketing.isNew('the store')).toBe(true);
    expect(new AppAccounts({}).isNew('the proxy')).toBe(true);
  });
});
