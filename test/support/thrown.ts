import { AxiosError, AxiosHeaders } from 'axios';
import { MARKED, MARKED_NUMBER, MARKED_TEXT, MARKED_TOKEN } from './marked.js';

const persian = MARKED_NUMBER.replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[Number(digit)]!);

/** The text and the number in all forms that no mask could know. */
export const FORMS = [
  MARKED_TEXT,
  MARKED_TEXT.slice(3, 20),
  encodeURIComponent(MARKED_TEXT),
  Buffer.from(MARKED_TEXT).toString('base64'),
  Buffer.from(MARKED_TEXT).toString('hex'),
  JSON.stringify(MARKED_TEXT).replace(
    /[^ -~]/g,
    (unit) => `\\u0${unit.charCodeAt(0).toString(16)}`,
  ),
  [...MARKED_TEXT].map((letter) => `&#${letter.codePointAt(0)};`).join(''),
  MARKED_NUMBER,
  [...MARKED_NUMBER].join(' '),
  MARKED_NUMBER.match(/../g)!.join('-'),
  persian,
  Buffer.from(MARKED_NUMBER).toString('base64'),
  MARKED.password,
  `Bearer ${MARKED_TOKEN}`,
];
const SAID = FORMS.join('\n    at ');

export const withRequest = () =>
  new AxiosError(
    SAID,
    'ERR_BAD_REQUEST',
    { data: SAID, headers: new AxiosHeaders({ Authorization: SAID }) },
    { path: SAID },
    {
      data: SAID,
      status: 400,
      statusText: SAID,
      headers: {},
      config: { headers: new AxiosHeaders() },
    },
  );

class Hushed extends Error {
  override readonly name = 'Hushed';
}

/** What may be thrown, and how it is told of. */
export const KINDS: [string, () => unknown, string][] = [
  ['an error', () => new Error(SAID), 'Error'],
  [
    'a class of the app',
    () => Object.assign(new Hushed(SAID), { code: 'P2002', meta: SAID }),
    'Hushed (P2002)',
  ],
  [
    'an error with causes',
    () => new Error(SAID, { cause: new Error(SAID, { cause: SAID }) }),
    'Error',
  ],
  ['an AggregateError', () => new AggregateError([new Error(SAID), SAID], SAID), 'AggregateError'],
  ['an error of axios', withRequest, 'AxiosError (ERR_BAD_REQUEST)'],
  ['a code that tells', () => Object.assign(new Error(SAID), { code: MARKED_NUMBER }), 'Error'],
  ['a name that tells', () => Object.assign(new Error(SAID), { name: SAID }), 'Error'],
  [
    'a name that is the number',
    () => Object.assign(new Error(), { name: `N${MARKED_NUMBER}` }),
    'N98935***33',
  ],
  [
    'a stack that tells',
    () => Object.assign(new Error('x'), { stack: `x\n    at ${SAID}` }),
    'Error',
  ],
  ['a message changed later', () => Object.assign(new Error(SAID), { message: '' }), 'Error'],
  ['a text', () => SAID, 'a string'],
  ['a number', () => Number(MARKED_NUMBER), 'a number'],
  ['a symbol', () => Symbol(SAID), 'a symbol'],
  ['an object', () => ({ message: SAID, toString: () => SAID }), 'Object'],
  ['no prototype', () => Object.assign(Object.create(null) as object, { SAID }), 'something'],
  ['nothing', () => undefined, 'a undefined'],
];

/** What is told of the text, the number and the secrets, in whatever form. */
export const givenAway = (told: string) => [
  ...FORMS.filter((form) => told.includes(form)),
  ...(told.match(/MARKED|متن|9351112|۹۳۵|Bearer/g) ?? []),
];
