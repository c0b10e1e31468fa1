import type { InputProblem } from '../input/parser.js';

export type ProblemCode =
  | 'bad-request'
  | 'token-needed'
  | 'wrong-token'
  | 'foreign-host'
  | 'foreign-origin'
  | 'not-found'
  | 'no-code'
  | 'method-not-allowed'
  | 'timeout'
  | 'reset'
  | 'too-large'
  | 'uri-too-long'
  | 'not-json'
  | 'too-many-streams'
  | 'failed';

/** The body of every answer of 400 and above. */
export interface Problem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly message: string;
  readonly problems?: readonly InputProblem[];
}

/** Thrown by a handler: the answer is a problem. */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem';

  constructor(
    readonly status: number,
    readonly code: ProblemCode,
    message: string,
    /** More fields of the answer. */
    readonly details: object = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toJSON(): Problem {
    const { status, code, message } = this;
    return { status, code, message, ...this.details };
  }
}

export function notFound(message: string): ControlProblem {
  return new ControlProblem(404, 'not-found', message);
}
