// The one table of fault kinds. The type `FaultKind`, the parser of faults, `GET /_simulator/faults/kinds` and the page derive
// from it; a test compares simulator.openapi.yaml and both READMEs with it. A new kind needs a row here, an effect in
// effects.ts and its words in page/src/i18n: the compiler asks for each. The page imports this file, so nothing of Node may
// be used here.
import { OPERATIONS, type Operation } from '../wire/operation.js';

/** `send` is any of the three sends, since a client chooses among them; `*` is any endpoint. */
export type FaultTarget = Operation | '*';

export const FAULT_TARGETS: readonly FaultTarget[] = ['*', ...OPERATIONS];

export interface KindRow {
  /** `status` stands for all of `status 200` to `status 599`. */
  readonly kind: string;
  readonly description: string;
  /** The options that only some kinds use; every kind takes `times`, `skip`, `probability` and `delayMs`. */
  readonly parameters: readonly (
    'retryAfter' | 'location' | 'accepted' | 'body' | 'cut' | 'entries'
  )[];
  /** What `delayMs` is when left out; 0 by default. */
  readonly defaultDelayMs?: number;
  /** What `entries` is when left out; all of them by default. */
  readonly defaultEntries?: number;
}

const TABLE = [
  {
    kind: 'accept-then-drop',
    description: 'The request is processed, and the connection closes without an answer.',
    parameters: [],
  },
  { kind: 'drop', description: 'Nothing is processed, and the connection closes.', parameters: [] },
  {
    kind: 'status',
    description:
      'The answer is an HTTP status. The request is processed only when the fault accepts it.',
    parameters: ['retryAfter', 'location', 'accepted', 'body'],
  },
  {
    kind: '401',
    description: 'The token is refused, as after it was revoked; nothing is processed.',
    parameters: ['body'],
  },
  {
    kind: 'garbage',
    description: 'The request is processed; the answer is a web page with status 200.',
    parameters: [],
  },
  {
    kind: 'truncate',
    description: 'The request is processed; half of the answer arrives.',
    parameters: ['cut'],
  },
  {
    kind: 'slow',
    description: 'The request is processed at once; the answer comes after a delay.',
    parameters: [],
    defaultDelayMs: 1_000,
  },
  {
    kind: 'shuffle',
    description: 'The request is processed; the entries of the answer are in another order.',
    parameters: [],
  },
  {
    kind: 'omit',
    description: 'The request is processed; entries are missing from the answer.',
    parameters: ['entries'],
    defaultEntries: 1,
  },
  {
    kind: 'no-customer-id',
    description: 'The request is processed; entries of the answer have no customerId.',
    parameters: ['entries'],
  },
  {
    kind: 'foreign-customer-id',
    description: 'The request is processed; entries have a customerId that no request sent.',
    parameters: ['entries'],
    defaultEntries: 1,
  },
  {
    kind: 'only-server-id',
    description: 'The request is processed; entries of accepted messages have only a serverId.',
    parameters: ['entries'],
  },
] as const satisfies readonly KindRow[];

/** A row of the table: a kind, where `status` stands for every HTTP status. */
export type FaultKindName = (typeof TABLE)[number]['kind'];

/**
 * What goes wrong: `drop`, `status 503` and so on. The README and `GET /_simulator/faults/kinds` describe each kind.
 */
export type FaultKind = Exclude<FaultKindName, 'status'> | `status ${number}`;

export type FaultParameter = KindRow['parameters'][number];

type FaultKindRow = KindRow & { readonly kind: FaultKindName };

export const FAULT_KINDS: readonly FaultKindRow[] = TABLE;

/** What the numbers of a fault may be. */
export const FAULT_BOUNDS = {
  status: { min: 200, max: 599 },
  times: { min: 1 },
  skip: { min: 0 },
  probability: { min: 0, max: 1 },
  delayMs: { min: 0, max: 600_000 },
  retryAfter: { min: 0, max: 1_000_000_000 },
  entries: { min: 1 },
} as const;

/** The longest text of a header: `location`, and `retryAfter` where it is a text. */
export const MAX_HEADER_CHARACTERS = 1_000;

/** The row of a kind; nothing for a text that is not a kind. */
export function rowOf(kind: FaultKind | FaultKindName): FaultKindRow;
export function rowOf(kind: string): FaultKindRow | undefined;
export function rowOf(kind: string): FaultKindRow | undefined {
  const name = isStatus(kind) ? 'status' : kind;
  return FAULT_KINDS.find((row) => row.kind === name);
}

function isStatus(kind: string): boolean {
  const { min, max } = FAULT_BOUNDS.status;
  const [, status] = /^status (\d{3})$/.exec(kind) ?? [];
  return status !== undefined && Number(status) >= min && Number(status) <= max;
}

/** The word `status` alone is not a kind: its number is missing. */
export function isFaultKind(kind: string): kind is FaultKind {
  return kind !== 'status' && rowOf(kind) !== undefined;
}

/** Whether an option changes anything about faults of this kind. */
export function takes(kind: FaultKind | FaultKindName, parameter: FaultParameter): boolean {
  return rowOf(kind).parameters.includes(parameter);
}
