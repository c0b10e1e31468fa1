import { PayamSmsError, type SendOutcome, type SendReport } from 'nestjs-payamsms';
import type { SimulatorCredentials } from 'nestjs-payamsms/simulator';
import type { App } from './boot.js';
import { SENDER } from './numbers.js';
import { everySight } from './sight.js';

/** Credentials that are easy to find again wherever they leak to. */
export const MARKED: SimulatorCredentials = {
  clientId: 'MARKED-client-id',
  clientSecret: 'MARKED-client-secret',
  systemName: 'MARKED-system',
  username: 'MARKED-user',
  password: 'MARKED-p4ss "w0rd" &+',
};
export const MARKED_TOKEN = 'MARKED-token-0123456789';
export const MARKED_TEXT = 'MARKED متن محرمانه: رمز شما ۴۸۲۹۱ است';
export const MARKED_NUMBER = '989351112233';

export const markedMessage = {
  recipient: MARKED_NUMBER,
  body: MARKED_TEXT,
  customerId: 'order-1',
};

const BASIC = Buffer.from(`${MARKED.clientId}:${MARKED.clientSecret}`).toString('base64');

const FORBIDDEN: [string, string | RegExp][] = [
  ...Object.entries(MARKED),
  ['password, in a URL', encodeURIComponent(MARKED.password)],
  ['password, in a form', new URLSearchParams({ p: MARKED.password }).toString().slice(2)],
  ['password, in JSON', JSON.stringify(MARKED.password).slice(1, -1)],
  ['client id and secret, encoded', BASIC],
  ['token', MARKED_TOKEN],
  ['an Authorization header', /\b(?:Basic|Bearer) +(?!\*)[\w+/=.~-]{6,}/i],
  ['text', MARKED_TEXT],
  ['text, in part', 'متن محرمانه'],
  ['code in the text', '۴۸۲۹۱'],
  ['number', MARKED_NUMBER.slice(2)],
  ['number, with blanks', /935[\s-]*111[\s-]*22[\s-]*33/],
  ['any mark', 'MARKED'],
];

/** What of all that must stay hidden can be seen in some values. */
export function leaksIn(values: readonly unknown[], more: readonly string[] = []): string[] {
  const sight = values.map(everySight).join('\n');
  const forbidden = [...FORBIDDEN, ...more.map((secret) => [secret, secret] as const)];
  return forbidden
    .filter(([, what]) => (typeof what === 'string' ? sight.includes(what) : what.test(sight)))
    .map(([name]) => name);
}

/** Everything an app can be asked; each call's errors, and those that its outcomes bear. */
export async function errorsOfEveryCall({
  auth,
  account,
  sms,
  reports,
  schedule,
}: App): Promise<Error[]> {
  const results = await Promise.allSettled<unknown>([
    auth.getAccessToken(),
    account.getBalance(),
    sms.send(markedMessage),
    sms.send({ ...markedMessage, customerId: 'order-2' }),
    sms.sendMany([
      { ...markedMessage, customerId: 'order-3' },
      { ...markedMessage, customerId: 'order-4', body: `${MARKED_TEXT}!` },
      { ...markedMessage, customerId: 'order-5', sender: MARKED_NUMBER },
    ]),
    reports.getStatuses(['1', '2']),
    reports.getStatuses(['order-1'], { by: 'customerId' }),
    reports.getInbox(SENDER, { afterId: '0' }),
    reports.takeUnread(SENDER),
    schedule.list({ customerId: 'order-1' }),
    schedule.cancel('1', MARKED_TEXT),
  ]);
  return results.flatMap((result) => {
    if (result.status === 'rejected') return [result.reason as Error];
    return isReport(result.value) ? causesOf(result.value) : [];
  });
}

function isReport(value: unknown): value is SendReport {
  return typeof value === 'object' && value !== null && 'unsent' in value;
}

function causesOf({ unsent, unknown }: SendReport): PayamSmsError[] {
  const outcomes: readonly SendOutcome[] = [...unsent, ...unknown];
  return outcomes.flatMap((outcome) =>
    'cause' in outcome && outcome.cause instanceof PayamSmsError ? [outcome.cause] : [],
  );
}
