import { describe, expect, it } from '@jest/globals';
import { unknownVariableWarnings } from '../../lib/settings/unknown-variables.js';
import { UNREAD_VARIABLES } from '../../lib/settings/unread-variables.js';
import { optionsFromEnvironment } from '../../lib/settings/variables.js';

/** What is warned of in an app with these accounts. */
function warningsOf(
  names: string[],
  fromEnvironment: (string | undefined)[],
  fromCode: (string | undefined)[] = [],
): string[] {
  const environment = Object.fromEntries(names.map((name) => [name, 'hush']));
  const readers = fromEnvironment.map((account) => ({
    account,
    unreadVariables: optionsFromEnvironment(environment, account)[UNREAD_VARIABLES] as string[],
  }));
  return unknownVariableWarnings([...fromCode.map((account) => ({ account })), ...readers]);
}

describe('variables that no account reads', () => {
  it('are none of those that any account reads', () => {
    const names = ['PAYAMSMS_SENDER', 'PAYAMSMS_MARKETING_SENDER', 'PAYAMSMS_MARKETING_USERNAME'];
    expect(warningsOf(names, [undefined, 'marketing'])).toEqual([]);
  });

  it('are warned of by the accounts that read the environment, whichever comes first', () => {
    expect(warningsOf(['PAYAMSMS_PASWORD'], ['marketing', undefined], ['shop'])).toEqual([
      expect.stringMatching(/^PAYAMSMS_PASWORD is none .* did you mean PAYAMSMS_PASSWORD\?$/),
    ]);
  });

  it('are no matter where all options come from code', () => {
    expect(warningsOf(['PAYAMSMS_PASWORD'], [], [undefined, 'marketing'])).toEqual([]);
  });

  it('are told with the nearest variable of any account', () => {
    expect(warningsOf(['PAYAMSMS_MARKETING_PASWORD'], [undefined, 'marketing'])).toEqual([
      expect.stringContaining('did you mean PAYAMSMS_MARKETING_PASSWORD?'),
    ]);
  });

  const GROUP = [
    'PAYAMSMS_NEW_YEAR_CLIENT_ID',
    'PAYAMSMS_NEW_YEAR_LOW_BALANCE',
    'PAYAMSMS_NEW_YEAR_SENDER',
  ];

  it('are one line where they are those of an account that the app does not import', () => {
    expect(warningsOf([...GROUP, 'PAYAMSMS_USER'], [undefined, 'marketing'])).toEqual([
      "PAYAMSMS_NEW_YEAR_CLIENT_ID and 2 more are ignored: they are variables of an account new-year, for which the app imports no PayamSmsModule.forRootAsync({ account: 'new-year' })",
      expect.stringContaining('did you mean PAYAMSMS_USERNAME?'),
    ]);
  });

  it('are told with the account that is spelled most like theirs', () => {
    expect(warningsOf(GROUP, [undefined, 'new-years'])).toEqual([
      expect.stringMatching(/did you mean new-years\?$/),
    ]);
  });

  it('are told to be overridden by the code where their account takes its options from it', () => {
    expect(warningsOf(GROUP, [undefined], ['new-year'])).toEqual([
      expect.stringMatching(/account new-year, whose options the app gives in code$/),
    ]);
  });

  it('are no group of an account that cannot be, nor of one that is there', () => {
    const names = ['PAYAMSMS_RETRY_SENDER', 'PAYAMSMS_RETRY_USERNAME'];
    expect(warningsOf(names, [undefined])).toHaveLength(2);
    const inSmallLetters = ['payamsms_shop_sender', 'payamsms_shop_username'];
    expect(warningsOf(inSmallLetters, [undefined, 'shop'])).toHaveLength(2);
  });
});
