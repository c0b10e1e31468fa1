import { runInNewContext } from 'node:vm';
import { InvalidInput, invalid, shown } from '../input/parser.js';
import type { AcceptedMessage } from '../state/message.js';
import { oneTimeCode } from '../text/one-time-code.js';
import { foldPersian } from '../text/persian.js';
import { ControlProblem } from './problem.js';

/** A pattern that backtracks without end would block the process. */
const PATTERN_MS = 100;

/** The one-time code in a message, in Latin digits; a 404 with the reason when there is none. */
export function findCode({ serverId, body }: AcceptedMessage, pattern: string | undefined): string {
  const code = pattern === undefined ? oneTimeCode(body) : matchOf(body, pattern);
  if (code !== undefined && code !== '') return code;
  const missing =
    pattern === undefined ? 'No one-time code was found' : `Nothing matches ${shown(pattern)}`;
  const message = `${missing} in the text of message ${serverId}. Its text: ${body}`;
  throw new ControlProblem(404, 'no-code', message);
}

function matchOf(body: string, pattern: string): string | undefined {
  const input = { text: foldPersian(body), source: foldPersian(pattern) };
  try {
    const found: unknown = runInNewContext(
      // Only a string leaves the context: an object could reach into this one.
      'const match = new RegExp(source).exec(text); match && String(match[1] ?? match[0])',
      Object.assign(Object.create(null) as object, input),
      { timeout: PATTERN_MS },
    );
    return typeof found === 'string' ? found : undefined;
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    const isLate = (cause as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    const what = isLate ? `takes longer than ${PATTERN_MS} ms` : 'is not a regular expression';
    throw invalid('pattern', `${shown(pattern)} ${what}`);
  }
}
