import { PayamSmsApiError } from '../errors/api.error.js';
import type { PayamSmsError } from '../errors/payamsms.error.js';
import { describeCode, tellableCode } from '../provider/provider-codes.js';
import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import type { HttpAnswer } from '../http/http-client.js';
import { parseJson } from './json.js';
import { idOf, isRecord, textOf } from './shape.js';

/** A logical error: `{errorCode, description}`, alone or in place of an entry. */
export interface LogicalError {
  code: string;
  /** The provider's words, or the guide's where it gave none. */
  description: string;
}

/**
 * What the service has answered, whatever the status: a refusal may come with 2xx or 4xx (contract,
 * READING 11, 13, 15).
 *
 * @throws {PayamSmsApiError} for a 4xx without any detail
 * @throws {PayamSmsUnexpectedAnswerError} for what is no answer to the call
 */
export function readAnswer(answer: HttpAnswer): unknown {
  const { operation, status } = answer;
  if (status < 400 && (status < 200 || status > 299)) {
    throw new PayamSmsUnexpectedAnswerError(operation, 'status', describeStatus(answer));
  }
  if (answer.unreadable !== undefined) throw unreadable(answer);
  try {
    const value = parseJson(answer.body);
    if (status < 400 || Array.isArray(value) || logicalErrorOf(value)) return value;
  } catch (error) {
    // Cut JSON may have been anything, an acceptance too; a page of HTML is none of the service's.
    const isCut = looksLikeJson(answer.body);
    // Not kept as the cause: its message quotes the body.
    if (status < 400 || isCut) {
      throw new PayamSmsUnexpectedAnswerError(
        operation,
        'body',
        `expected JSON, got ${describeBody(answer)}${error instanceof SyntaxError ? '' : ' that cannot be read'}`,
      );
    }
  }
  throw new PayamSmsApiError(operation, { status });
}

const looksLikeJson = (text: string) => /^\s*[[{]/.test(text);

/** A page of HTML in a charset of its own is none of the service's; anything else may have been. */
function unreadable({ operation, status, body, unreadable: what }: HttpAnswer): PayamSmsError {
  const isPage = status >= 400 && (operation === 'login' || (body !== '' && !looksLikeJson(body)));
  return isPage
    ? new PayamSmsApiError(operation, { status })
    : new PayamSmsUnexpectedAnswerError(operation, 'body', `expected JSON, got ${what}`);
}

/** As {@link readAnswer}, for operations where a logical error ends the call. */
export function readResult(answer: HttpAnswer): unknown {
  const value = readAnswer(answer);
  const [refusal] = refusalsIn(value);
  if (refusal) throw apiErrorOf(answer, refusal);
  return value;
}

/** The refusals of the whole call: an object, or a list of nothing else (READING 11, 23). */
export function refusalsIn(value: unknown): LogicalError[] {
  const rows: unknown[] = Array.isArray(value) ? value : [value];
  const refusals = rows.flatMap((row) => logicalErrorOf(row) ?? []);
  return refusals.length === rows.length ? refusals : [];
}

/** Where a number is meant, some services write this for none. */
const NO_ERROR = '0';

export function logicalErrorOf(value: unknown): LogicalError | undefined {
  const code = isRecord(value) ? idOf(value.errorCode) : undefined;
  if (!code || code === NO_ERROR) return undefined;
  const description = isRecord(value) ? textOf(value.description) : undefined;
  return { code, description: description || (describeCode(code) ?? 'no description was given') };
}

/** An error never repeats the provider's words, which might repeat ours, for a code we know. */
export function apiErrorOf(
  { operation, status }: Pick<HttpAnswer, 'operation' | 'status'>,
  { code }: LogicalError,
): PayamSmsApiError {
  const description = describeCode(code);
  return new PayamSmsApiError(operation, {
    status,
    code: tellableCode(code),
    ...(description && { description }),
  });
}

function describeStatus({ status, redirectTo }: HttpAnswer): string {
  const got = `expected 2xx, got ${status}`;
  return redirectTo === undefined
    ? got
    : `${got}, a redirect to ${redirectTo}, which is not followed (see the option baseUrl)`;
}

/** The types that an error may show; any other one may repeat a text or a secret. */
const KNOWN_TYPES = new Set(['application/json', 'text/html', 'text/plain', 'text/xml']);

function describeBody({ contentType, body }: HttpAnswer): string {
  if (body === '') return 'an empty body';
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = KNOWN_TYPES.has(type) ? type : 'a body of another type';
  return `${kind} of ${body.length} characters${/^\s*</.test(body) ? ' that starts like HTML' : ''}`;
}
