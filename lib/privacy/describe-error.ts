import { maskNumbers } from './mask.js';
import { PayamSmsError } from '../errors/payamsms.error.js';

/** Marks an error whose message is this module's own, and so holds no text and no whole number. */
export const OWN_MESSAGE = Symbol('the message is our own');

/** A message, and with it a line of the log, is cut after so many characters. */
const MAX_MESSAGE = 1_000;

const CLASS = /^[A-Za-z_$][\w$]{0,63}$/;
const CODE = /^[A-Z0-9][A-Z0-9_]{0,39}$/;
const PHONE = /\d{7}/;
const FRAME = /^\s+at (?:(?:async )?(.+?) \()?(?:.*[\\/])?([^\\/\s()]+:\d+:\d+)\)?$/;
/** A longer line is no frame, and the pattern would take long to say so. */
const MAX_FRAME = 1_000;
const FUNCTION = /^[\w.$<># [\]]{1,80}$/;
const FILE = /^[\w.@+:-]{1,80}$/;

/** So many errors of a chain are described. */
const TOLD_CAUSES = 3;

/**
 * What may be shown of anything that was thrown: class, code and first frame, for an error of the
 * app may repeat a text or a number in a form that no mask knows. With its message where it is one
 * of ours, or where that was asked for.
 *
 * Never throws, whatever it is given: an object without a prototype, a getter that throws, a revoked
 * proxy.
 */
export function describeError(
  error: unknown,
  withMessage = false,
  hide: (said: string) => string = (said) => said,
): string {
  // What is to be hidden may hold numbers, and would not be found once they are masked.
  return maskNumbers(hide(described(error, withMessage)));
}

function described(error: unknown, withMessage: boolean, depth = 1): string {
  const isOwn = hasOwnMessage(error);
  const message = withMessage || isOwn ? messageOf(error) : undefined;
  const code = codeOf(error);
  const frame = isOwn ? undefined : frameOf(error);
  // Our messages send their reader to the cause.
  const cause = isOwn && depth < TOLD_CAUSES ? tried(() => (error as Error).cause) : undefined;
  return [
    classOf(error),
    ...(code === undefined ? [] : [` (${code})`]),
    ...(message ? [`: ${message}`] : []),
    ...(frame === undefined ? [] : [`, at ${frame}`]),
    ...(cause === undefined ? [] : [`; its cause: ${described(cause, withMessage, depth + 1)}`]),
  ].join('');
}

/** What some code makes of a value; `undefined` when it throws, as a getter or a proxy may. */
export function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    // Whatever it throws is of the value's making, and holds nothing that may be shown.
    return undefined;
  }
}

function hasOwnMessage(error: unknown): boolean {
  const isOwn = () => (error as { [OWN_MESSAGE]?: boolean })[OWN_MESSAGE] === true;
  return tried(() => error instanceof PayamSmsError) === true || tried(isOwn) === true;
}

const textAt = (error: unknown, key: 'name' | 'message' | 'stack'): string | undefined => {
  const value = tried(() => (error as Record<string, unknown>)[key]);
  return typeof value === 'string' ? value : undefined;
};

function classOf(error: unknown): string {
  if (error === null || (typeof error !== 'object' && typeof error !== 'function')) {
    return error === null ? 'null' : `a ${typeof error}`;
  }
  const named = tried(() => error.constructor.name);
  const own = textAt(error, 'name');
  const name = [own === 'Error' ? undefined : own, named, own].find(
    (candidate) => typeof candidate === 'string' && CLASS.test(candidate),
  );
  return name ?? 'something that is no error';
}

function messageOf(error: unknown): string | undefined {
  const message =
    textAt(error, 'message') ?? (typeof error === 'string' ? error : tried(() => String(error)));
  return message && message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message;
}

function codeOf(error: unknown): string | undefined {
  const code = tried(() => (error as { code?: unknown }).code);
  const text = typeof code === 'number' ? String(code) : code;
  return typeof text === 'string' && CODE.test(text) && !PHONE.test(text) ? text : undefined;
}

/** The stack begins with the message, which may hold lines that look like frames: it is cut off. */
function frameOf(error: unknown): string | undefined {
  const stack = textAt(error, 'stack');
  const message = textAt(error, 'message') ?? '';
  const begin = stack?.indexOf(message) ?? -1;
  if (stack === undefined || begin < 0) return undefined;
  for (const line of stack.slice(begin + message.length).split('\n', 20)) {
    const [, name, place] = line.length > MAX_FRAME ? [] : (FRAME.exec(line) ?? []);
    if (place === undefined || !FILE.test(place)) continue;
    return name !== undefined && FUNCTION.test(name) ? `${name} (${place})` : place;
  }
  return undefined;
}
