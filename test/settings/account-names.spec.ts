import { describe, expect, it } from '@jest/globals';
import {
  accountOfEvent,
  eventOfAccount,
  isAccountName,
  jobOfAccount,
  logContextOf,
  variablePrefix,
} from '../../lib/settings/account-names.js';
import { resolveSettings } from '../../lib/settings/settings.js';
import {
  clashingPrefix,
  optionsFromEnvironment,
  VARIABLE_OPTIONS,
  variableOf,
} from '../../lib/settings/variables.js';
import { EVENTS } from '../../lib/events/events.types.js';
import { PayamSmsConfigurationError } from '../../lib/errors/configuration.error.js';

const OPTIONS = {
  clientId: 'id',
  clientSecret: 'secret',
  systemName: 'system',
  username: 'user',
  password: 'password',
};

/** What is wrong with the options of an account. */
function problemsOf(account: unknown, options: object = OPTIONS) {
  try {
    resolveSettings(options as never, account);
  } catch (error) {
    return (error as PayamSmsConfigurationError).problems;
  }
  return [];
}

describe('the name of an account', () => {
  it.each(['marketing', 'new-year', 'a', 'shop2', 'b-2-b'])('may be %s', (name) => {
    expect(isAccountName(name)).toBe(true);
    expect(problemsOf(name)).toEqual([]);
    expect(resolveSettings(OPTIONS as never, name).account).toBe(name);
  });

  it.each(['', 'Marketing', 'new_year', '2go', '-a', 'a-', 'a--b', 'فروش', 'a b', 7, null, {}])(
    'cannot be %j',
    (name) => {
      expect(isAccountName(name)).toBe(false);
      expect(problemsOf(name)).toMatchObject([
        { option: 'account', problem: expect.stringContaining('such as marketing') },
      ]);
    },
  );

  it('is part of each other name of the account', () => {
    expect(variablePrefix('new-year')).toBe('PAYAMSMS_NEW_YEAR_');
    expect(variableOf('retry.maxAttempts', 'new-year')).toBe(
      'PAYAMSMS_NEW_YEAR_RETRY_MAX_ATTEMPTS',
    );
    expect(eventOfAccount('payamsms.inbound.failed', 'new-year')).toBe(
      'payamsms.new-year.inbound.failed',
    );
    expect(jobOfAccount('inbox', 'new-year')).toBe('payamsms:new-year:inbox');
    expect(logContextOf('new-year')).toBe('PayamSms:new-year');
  });

  it('changes nothing where there is none', () => {
    expect(variableOf('clientId')).toBe('PAYAMSMS_CLIENT_ID');
    expect(eventOfAccount('payamsms.inbound')).toBe('payamsms.inbound');
    expect(jobOfAccount('inbox')).toBe('payamsms:inbox');
    expect(logContextOf()).toBe('PayamSms');
  });

  it('is read off an event', () => {
    const events = ['payamsms.inbound', 'payamsms.inbound.failed'] as const;
    const read = (name: unknown) => accountOfEvent(name, events);
    expect(read('payamsms.inbound.failed')).toEqual({ event: 'payamsms.inbound.failed' });
    expect(read('payamsms.new-year.inbound')).toEqual({
      event: 'payamsms.inbound',
      account: 'new-year',
    });
    for (const other of ['payamsms.new-year.sent', 'payamsms.A.inbound', 'other.inbound', 7]) {
      expect(read(other)).toBeUndefined();
    }
  });

  it.each([
    ...new Set(VARIABLE_OPTIONS.map((option) => variableOf(option)!.split('_')[1]!.toLowerCase())),
    'retry-max',
    'low-balance',
    'password',
    'queue',
    'store',
  ])('cannot be %s, with which a variable begins', (name) => {
    expect(clashingPrefix(name)).toBe(variablePrefix(name));
    expect(problemsOf(name)).toMatchObject([
      { option: 'account', problem: expect.stringContaining(variablePrefix(name)) },
    ]);
  });

  it.each(['outcome', ...Object.values(EVENTS).map((event) => event.split('.')[1]!)])(
    'cannot be %s, with which an event begins',
    (name) => {
      expect(problemsOf(name)).toMatchObject([
        { option: 'account', problem: expect.stringContaining('choose another name') },
      ]);
    },
  );

  it('cannot continue that of another account with such a beginning', () => {
    expect(clashingPrefix('shop-retry', 'shop')).toBe('PAYAMSMS_SHOP_RETRY_');
    expect(clashingPrefix('shop-north', 'shop')).toBeUndefined();
    expect(clashingPrefix('shop', 'shop-retry')).toBeUndefined();
  });

  it('stands beside a factory, not in what that makes', () => {
    const inner = { ...OPTIONS, account: 'marketing' };
    expect(problemsOf(undefined, inner)).toMatchObject([
      { option: 'account', problem: expect.stringContaining('beside the factory') },
    ]);
    expect(problemsOf('marketing', inner)).toEqual([]);
  });
});

describe('the variables of an account', () => {
  const environment = {
    PAYAMSMS_SENDER: '2000123',
    PAYAMSMS_MARKETING_SENDER: '3000',
    PAYAMSMS_MARKETING_RETRY_MAX_ATTEMPTS: '2',
  };

  it('are its own: it takes nothing from the account without a name', () => {
    expect(optionsFromEnvironment(environment, 'marketing')).toMatchObject({
      sender: '3000',
      retry: { maxAttempts: '2' },
    });
    expect(
      optionsFromEnvironment({ PAYAMSMS_SENDER: '2000123' }, 'marketing')['sender'],
    ).toBeUndefined();
  });

  it('are named in what is told of wrong ones', () => {
    const options = { ...OPTIONS, password: '', retry: { maxAttempts: 'x' } };
    expect(problemsOf('marketing', options).map(({ variable }) => variable)).toEqual([
      'PAYAMSMS_MARKETING_PASSWORD',
      'PAYAMSMS_MARKETING_RETRY_MAX_ATTEMPTS',
    ]);
  });

  it('are hinted at where that of the account without a name is set', () => {
    const options = optionsFromEnvironment({ PAYAMSMS_PASSWORD: 'x' }, 'marketing');
    const [problem] = problemsOf('marketing', { ...OPTIONS, password: '', ...options });
    expect(problem).toMatchObject({
      variable: 'PAYAMSMS_MARKETING_PASSWORD',
      problem: expect.stringContaining('PAYAMSMS_PASSWORD is set'),
    });
  });
});
