import { object } from '../input/reader.js';
import { text } from '../input/values.js';
import { cookieName, isSame, sessionOf } from './access.js';
import { ControlProblem } from './problem.js';
import type { Handler } from './request.js';

const sessionBody = object({ token: text({ max: 1_000 }) });
const ATTRIBUTES = 'HttpOnly; SameSite=Strict; Path=/';

export const startSession: Handler = ({ body }, { access, port }) => {
  const { token } = sessionBody(body, '');
  if (access.token === undefined) return { status: 204 };
  if (!isSame(token, access.token)) {
    const message = 'This is not the token that the simulator was started with.';
    throw new ControlProblem(401, 'wrong-token', message);
  }
  const cookie = `${cookieName(port)}=${sessionOf(access.token)}; ${ATTRIBUTES}`;
  return { status: 204, headers: { 'set-cookie': cookie } };
};

export const endSession: Handler = (_request, { port }) => ({
  status: 204,
  headers: { 'set-cookie': `${cookieName(port)}=; Max-Age=0; ${ATTRIBUTES}` },
});
