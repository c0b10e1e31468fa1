import { describe, expect, it } from '@jest/globals';
import { bootApp, SOON_UNKNOWN } from '../support/boot.js';
import {
  startServer,
  LOGIN,
  tokenAnswer,
  type Script,
  type Scripted,
  type Received,
} from '../support/scripted-server.js';
import { failureOf } from '../support/failure.js';
import {
  MARKED,
  MARKED_TOKEN,
  MARKED_TEXT,
  MARKED_NUMBER,
  markedMessage,
  leaksIn,
  errorsOfEveryCall,
} from '../support/marked.js';

/** All that a careless server knows of a request, the password from the login before it included. */
const echo = ({ headers, body, query }: Received) =>
  [
    headers.authorization,
    body,
    query,
    MARKED.password,
    MARKED_TOKEN,
    MARKED_TEXT,
    MARKED_NUMBER,
  ].join(' ');

/** Says it in a header, where only some characters may stand. */
const headerEcho = (request: Received) => encodeURI(echo(request)).slice(0, 4_000);

const answers: [string, (request: Received) => Scripted][] = [
  ['200 and a web page', (request) => ({ body: `<html>${echo(request)}</html>` })],
  ['400 and a web page', (request) => ({ status: 400, body: `<html>${echo(request)}</html>` })],
  ['500 and a web page', (request) => ({ status: 500, body: `<html>${echo(request)}</html>` })],
  ['200 and cut JSON', (request) => ({ body: `{"said": ${JSON.stringify(echo(request))}` })],
  ['200 and the request as it came', (request) => ({ body: request.body })],
  ['200 and JSON of another kind', (request) => ({ body: { said: echo(request) } })],
  ['400 and JSON of another kind', (request) => ({ status: 400, body: { said: echo(request) } })],
  ['a Retry-After', (request) => header(request, 503, 'retry-after')],
  ['a redirect', (request) => header(request, 302, 'location')],
  [
    'a reason phrase',
    (request) => (response) => {
      response.writeHead(418, headerEcho(request)).end();
    },
  ],
];

const codes: [string, (request: Received) => Scripted][] = [
  ['a known code described so, 200', (request) => coded(request, 'E5', 200)],
  ['a known code described so, 422', (request) => coded(request, 'E132', 422)],
  ['an unknown code described so, 200', (request) => coded(request, 'E999', 200)],
  ['an unknown code described so, 400', (request) => coded(request, 'E999', 400)],
  ['a 401 described so', (request) => coded(request, 'E5', 401)],
];

function coded(request: Received, errorCode: string, status: number): Scripted {
  return { status, body: { errorCode, description: echo(request) } };
}

function header(request: Received, status: number, name: string): Scripted {
  return { status, headers: { [name]: headerEcho(request) }, body: 'x' };
}

async function markedApp(script: Script) {
  const { url } = await startServer(script);
  return bootApp(
    { url, credentials: MARKED },
    { retry: { maxAttempts: 1 }, loginEncoding: 'json', ...SOON_UNKNOWN },
  );
}

const afterMarkedLogin =
  (script: Script): Script =>
  (request) =>
    request.path === LOGIN ? tokenAnswer(MARKED_TOKEN) : script(request);

/** What leaks out of the error of a send that is refused with a description. */
async function leaksWhenDescribed(by: (request: Received) => string): Promise<string[]> {
  const { sms } = await markedApp(
    afterMarkedLogin((request) => ({
      body: [{ customerId: 'order-1', errorCode: 'E43', description: by(request) }],
    })),
  );
  const error = await failureOf(sms.send(markedMessage));
  expect(error).toMatchObject({ name: 'PayamSmsRejectedError', code: 'E43', local: false });
  return leaksIn([error]);
}

describe('a server that echoes what it was told', () => {
  it.each([...answers, ...codes])(
    'by %s gives nothing away in the errors of its login',
    async (_, answer) => {
      const app = await markedApp(answer);
      const errors = await errorsOfEveryCall(app);
      expect(errors.length).toBeGreaterThan(9);
      expect(leaksIn(errors)).toEqual([]);
    },
  );

  it.each(answers)('by %s gives nothing away in the errors of all the rest', async (_, answer) => {
    const app = await markedApp(afterMarkedLogin(answer));
    const errors = await errorsOfEveryCall(app);
    expect(errors.length).toBeGreaterThan(6);
    expect(leaksIn(errors)).toEqual([]);
  });

  it.each(codes)('by %s gives nothing away in the errors of a read', async (_, answer) => {
    const { account, reports } = await markedApp(afterMarkedLogin(answer));
    const errors = [
      await failureOf(account.getBalance()),
      await failureOf(reports.getStatuses(['1'])),
      await failureOf(reports.takeUnread(MARKED_NUMBER)),
    ];
    expect(leaksIn(errors)).toEqual([]);
  });

  it('by its content type gives nothing away', async () => {
    const { account } = await markedApp(
      afterMarkedLogin((request) => header(request, 200, 'content-type')),
    );
    const error = await failureOf(account.getBalance());
    expect(error).toMatchObject({ name: 'PayamSmsUnexpectedAnswerError' });
    expect(leaksIn([error])).toEqual([]);
  });
});

describe('a server that describes its refusal of a message', () => {
  it('by its text and number gives neither away', async () => {
    const leaks = await leaksWhenDescribed(
      () => `«${MARKED_TEXT}» to ${MARKED_NUMBER} is not allowed`,
    );
    expect(leaks).toEqual([]);
  });

  it('by its number with blanks gives it not away', async () => {
    expect(await leaksWhenDescribed(() => 'cannot send to +98 935 111 22 33')).toEqual([]);
  });

  it('by a part of its text gives it not away', async () => {
    expect(await leaksWhenDescribed(() => `starts with «${MARKED_TEXT.slice(0, 20)}…»`)).toEqual(
      [],
    );
  });

  it('by the Authorization header gives it not away', async () => {
    expect(await leaksWhenDescribed(({ headers }) => `not for ${headers.authorization}`)).toEqual(
      [],
    );
  });

  it('by the password of the login gives it not away', async () => {
    expect(await leaksWhenDescribed(() => `wrong password ${MARKED.password}`)).toEqual([]);
  });

  it('by the request as it came gives nothing away', async () => {
    expect(await leaksWhenDescribed(({ body }) => body)).toEqual([]);
  });
});
