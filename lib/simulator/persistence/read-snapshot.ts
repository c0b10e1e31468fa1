import { AHEAD_MS } from '../clock.js';
import { readDialect } from '../input/dialect.js';
import { readStoredFault } from '../input/fault.js';
import { list, object, type Reader } from '../input/reader.js';
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

/** What a snapshot says, checked as a whole before anything of it is used. */
export const readSnapshot = object(
  { format: oneOf(FORMAT), formatVersion: oneOf(FORMAT_VERSION) },
  {
    savedAt: instant,
    clock: object({ advancedMs: wholeNumber(AHEAD_MS) }),
    credit: wholeNumber(),
    dialect: readDialect,
    nextServerId: nextId,
    nextInboxId: nextId,
    counts: object({}, { pruned: count, cleared: count }),
    messages: list(message),
    pruned: list(message),
    inbox: list(inboxText),
    faults: list(readStoredFault),
  },
);

type ReadBy<R> = R extends Reader<infer T> ? T : never;
export type Snapshot = ReadBy<typeof readSnapshot>;
export type StoredMessage = ReadBy<typeof message>;
