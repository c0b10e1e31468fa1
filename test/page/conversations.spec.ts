import { describe, expect, it } from '@jest/globals';
import { conversationsOf, fitting, NO_FILTER } from '../../page/src/state/conversations.js';
import { receivedText, sentText } from '../../page/src/state/texts.js';

const sent = (phone: string, body: string, more = {}) =>
  sentText({
    kind: 'sent',
    key: `s${phone}${body}`,
    phone,
    line: '982000123',
    body,
    parts: 1,
    encoding: 'UCS-2',
    atMs: 0,
    serverId: '1000042',
    customerId: 'order-7',
    price: 1_000,
    sendAtMs: undefined,
    state: 'delivered',
    status: 'Send Successfully',
    ...more,
  });

const received = (phone: string, body: string) =>
  receivedText({
    kind: 'received',
    key: `r${phone}${body}`,
    phone,
    line: '982000456',
    body,
    parts: 1,
    encoding: 'UCS-2',
    atMs: 0,
    id: '9',
  });

const ONE = '989121234567';
const OTHER = '989351112233';

it('lists conversations by number, the last active first, and each from its oldest text on', () => {
  const texts = [sent(ONE, 'a'), sent(OTHER, 'b'), received(ONE, 'c')];
  const listed = conversationsOf(texts, NO_FILTER);
  expect(listed.map(({ phone }) => phone)).toEqual([ONE, OTHER]);
  expect(listed[0]!.texts.map(({ body }) => body)).toEqual(['a', 'c']);
  expect(listed[0]!.last.body).toBe('c');
});

const finds = (search: string) => fitting({ ...NO_FILTER, search })(sent(ONE, 'كد شما ۴۸۲۱۳'));

describe('a filter', () => {
  it.each([
    'کد',
    '48213',
    '٤٨٢',
    '0912 123 4567',
    '09121234567',
    '98912',
    '1000042',
    'ORDER-7',
    ' کد ',
  ])('finds a text by %j', (search) => expect(finds(search)).toBe(true));

  it('does not find what is not there', () => {
    expect(finds('سلام')).toBe(false);
  });

  it('by state leaves out what a phone wrote, since that has none', () => {
    const fits = fitting({ ...NO_FILTER, state: 'delivered' });
    expect(fits(sent(ONE, 'a'))).toBe(true);
    expect(fits(sent(ONE, 'a', { state: 'failed' }))).toBe(false);
    expect(fits(received(ONE, 'a'))).toBe(false);
  });

  it('by line looks at both ways', () => {
    const fits = fitting({ ...NO_FILTER, line: '982000456' });
    expect(fits(sent(ONE, 'a'))).toBe(false);
    expect(fits(received(ONE, 'a'))).toBe(true);
  });
});
