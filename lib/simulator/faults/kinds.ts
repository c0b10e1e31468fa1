import type { FaultKind, FaultOptions } from './fault.js';

export interface DescribedKind {
  /** `status` stands for all of `status 200` to `status 599`. */
  readonly kind: Exclude<FaultKind, `status ${number}`> | 'status';
  readonly description: string;
  /** The options that only this kind heeds. */
  readonly parameters: readonly (keyof FaultOptions)[];
}

/** What a person is told of each kind. */
export const FAULT_KINDS: readonly DescribedKind[] = [
  {
    kind: 'accept-then-drop',
    description: 'Processed, and the connection closed without an answer.',
    parameters: [],
  },
  { kind: 'drop', description: 'The connection closed, nothing processed.', parameters: [] },
  {
    kind: 'status',
    description: 'An HTTP status, nothing processed unless `accepted`.',
    parameters: ['retryAfter', 'location', 'accepted', 'body'],
  },
  { kind: '401', description: 'The token is refused.', parameters: ['body'] },
  {
    kind: 'garbage',
    description: 'Processed, and answered with HTTP 200 and a web page.',
    parameters: [],
  },
  {
    kind: 'truncate',
    description: 'Processed, and half of the true answer sent.',
    parameters: ['cut'],
  },
  {
    kind: 'slow',
    description: 'Processed at once, and answered after `delayMs`.',
    parameters: [],
  },
  {
    kind: 'shuffle',
    description: 'Processed, and the entries of the answer in another order.',
    parameters: [],
  },
  {
    kind: 'omit',
    description: 'Processed, and entries missing from the answer.',
    parameters: ['entries'],
  },
  {
    kind: 'no-customer-id',
    description: 'Processed, and entries without their customerId.',
    parameters: ['entries'],
  },
  {
    kind: 'foreign-customer-id',
    description: 'Processed, and entries with a customerId that nobody sent.',
    parameters: ['entries'],
  },
  {
    kind: 'only-server-id',
    description: 'Processed, and of accepted messages nothing told but the serverId.',
    parameters: ['entries'],
  },
];
