import { object } from '../input/parser.js';
import { text } from '../input/values.js';
import { isSame } from './access.js';
import { ControlProblem } from './problem.js';
import type { Handler } from './request.js';

const sessionBody = object({ token: text({ max: 1_000 }) });
const ATTRIBUTES = 'HttpOnly; SameSite=Strict; Path=/';

export const startSession: Handler = ({ body }, { access, sessions }) => {
  const { token } = sessionBody(body, '');
  if (access.token === undefined) return { status: 204 };
  if (!isSame(token, access.token)) {
    const message = 'This is not the token of the simulator.';
    throw new ControlProblem(401, 'wrong-token', message);
  }
  const cookie = `${sessions.start(access.token)}; ${ATTRIBUTES}`;
  return { status: 204, headers: { 'set-cookie': cookie } };
};

export const endSession: Handler = ({ headers }, { sessions }) => {
  const session = sessions.of(headers);
  if (session !== undefined) sessions.end(session);
  const cookie = `${sessions.cookie('')}; Max-Age=0; ${ATTRIBUTES}`;
  return { status: 204, headers: { 'set-cookie': cookie } };
};
