import { expect, it } from '@jest/globals';
import * as publicFace from 'nestjs-payamsms';

it('exports these names and no other', () => {
  expect(Object.keys(publicFace).toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'AccountService',
    'AuthService',
    'PROVIDER_CODES',
    'PayamSmsApiError',
    'PayamSmsAuthenticationError',
    'PayamSmsConfigurationError',
    'PayamSmsError',
    'PayamSmsModule',
    'PayamSmsRejectedError',
    'PayamSmsTransportError',
    'PayamSmsUnexpectedAnswerError',
    'PayamSmsUnknownOutcomeError',
    'PayamSmsUnsentError',
    'ReportService',
    'ScheduleService',
    'SmsService',
    'countParts',
    'normalizeMsisdn',
    'payamSmsConfig',
  ]);
});
