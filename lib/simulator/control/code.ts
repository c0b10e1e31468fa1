import { runInNewContext } from 'node:vm';
import { InvalidInput, invalid, shown } from '../input/parser.js';
import type { AcceptedMessage } from '../state/message.js';
import { oneTimeCode } from '../text/one-time-code.js';
import { foldPersian } from '../text/persian.js';
import { ControlProblem } from './problem.js';

/** A pattern that goes astray in backtracking would hold up everybody. */
const PATTERN_MS = 100;

/** The one-time code in a message, its digits Latin ones; a 404 that says why when there is none. */
export function findCode({ serverId, body }: AcceptedMessage, pattern: string | undefined): string {
  const code = pattern === undefined ? oneTimeCode(body) : matchOf(body, pattern);
  if (code !== undefined && code !== '') return code;
  const sought =
    pattern === undefined ? 'No one-time code is found' : `Nothing fits ${shown(pattern)}`;
  const message = `${sought} in the text of message ${serverId}. Its text: ${body}`;
  throw new ControlProblem(404, 'no-code', message);
}

function matchOf(body: string, pattern: string): string | undefined {
  const input = { text: foldPersian(body), source: foldPersian(pattern) };
  try {
    const found: unknown = runInNewContext(
      // A string leaves the context, and nothing that could reach back into ours.
      'const match = new RegExp(source).exec(text); match && String(match[1] ?? match[0])',
      Object.assign(Object.create(null) as object, input),
      { timeout: PATTERN_MS },
    );
    return typeof found === 'string' ? found : undefined;
  } catch (cause) {
    if (cause instanceof InvalidInput) throw cause;
    const late = (cause as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    const what = late ? `takes over ${PATTERN_MS} ms` : 'is no regular expression';
    throw invalid('pattern', `${shown(pattern)} ${what}`);
  }
}
