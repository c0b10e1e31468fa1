import type { Operation } from '../provider/operation.js';
import { PayamSmsError } from './payamsms.error.js';
import { type Blame, blameOf } from '../provider/provider-codes.js';

interface Facts {
  status: number;
  code?: string;
  description?: string;
}

/** The service understood and refused. `code` and the HTTP `status` say what to correct. */
export class PayamSmsApiError extends PayamSmsError {
  override readonly name = 'PayamSmsApiError';
  readonly status: number;
  /** The provider's logical code, explained in `PROVIDER_CODES`, where it gave one. */
  declare readonly code?: string;
  declare readonly description?: string;

  constructor(
    readonly operation: Operation,
    { status, code, description }: Facts,
  ) {
    const answer = code ?? `HTTP ${status}`;
    super(
      `${operation} was answered ${answer}${description ? `: ${description}` : ''}; ${nextStep(status, code)}`,
    );
    this.status = status;
    if (code !== undefined) this.code = code;
    if (description !== undefined) this.description = description;
  }
}

/** Something was too busy, or gave up waiting. */
const PASSING_STATUSES = new Set([408, 429, 499]);

function nextStep(status: number, code: string | undefined): string {
  if (code !== undefined) return STEP_BY_BLAME[blameOf(code) ?? 'call'];
  if (status === 403) return 'ask the provider for the permission';
  if (status === 404) return 'check the option baseUrl';
  if (status === 407) return 'a proxy on the way wants a login of its own';
  return PASSING_STATUSES.has(status) || status >= 500 ? 'try again later' : STEP_BY_BLAME.call;
}

const STEP_BY_BLAME: Record<Blame, string> = {
  account: "the account's owner has to see to it",
  call: 'correct the call',
  message: 'change the message',
  nobody: 'nothing is wrong',
};
