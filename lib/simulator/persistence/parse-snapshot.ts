import { AHEAD_MS } from '../clock.js';
import { parseDialect } from '../input/dialect.js';
import { parseStoredFault } from '../input/fault.js';
import { list, object, type Parser } from '../input/parser.js';
import {
  count,
  flag,
  id,
  instant,
  nextId,
  nullable,
  oneOf,
  text,
  wholeNumber,
} from '../input/values.js';
import { FORMAT, FORMAT_VERSION } from './snapshot.js';

const message = object(
  {
    serverId: id,
    customerId: nullable(text()),
    sender: text(),
    recipient: text(),
    body: text(),
    parts: wholeNumber({ min: 1 }),
    price: wholeNumber({ min: 0 }),
    acceptedAt: instant,
  },
  { sendDate: instant, cancelled: flag, decidedStatus: text() },
);

const inboxText = object(
  { id, from: text(), to: text(), body: text(), receivedAt: instant },
  { visibleAt: instant, unread: flag },
);

/** A snapshot, checked as a whole before any of it is used. */
export const parseSnapshot = object(
  { format: oneOf(FORMAT), formatVersion: oneOf(FORMAT_VERSION) },
  {
    savedAt: instant,
    clock: object({ advancedMs: wholeNumber(AHEAD_MS) }),
    credit: wholeNumber(),
    dialect: parseDialect,
    nextServerId: nextId,
    nextInboxId: nextId,
    counts: object({}, { pruned: count, cleared: count }),
    messages: list(message),
    pruned: list(message),
    inbox: list(inboxText),
    faults: list(parseStoredFault),
  },
);

type ParsedBy<R> = R extends Parser<infer T> ? T : never;
export type Snapshot = ParsedBy<typeof parseSnapshot>;
export type StoredMessage = ParsedBy<typeof message>;
