import { readDialect } from '../input/dialect.js';
import { readStoredFault } from '../input/fault.js';
import { list, object, type Reader } from '../input/reader.js';
import { flag, id, instant, nullable, oneOf, text, wholeNumber } from '../input/values.js';
import { FORMAT, FORMAT_VERSION } from './snapshot.js';

const money = wholeNumber();

/** As far from the present as the clock may be: some 8000 years. */
const FAR_MS = 2.5e14;

const message = object(
  {
    serverId: id,
    customerId: nullable(text()),
    sender: text(),
    recipient: text(),
    body: text(),
    parts: wholeNumber({ min: 1 }),
    price: money,
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
    clock: object({ advancedMs: wholeNumber({ min: -FAR_MS, max: FAR_MS }) }),
    credit: money,
    dialect: readDialect,
    nextServerId: id,
    nextInboxId: id,
    counts: object({}, { pruned: wholeNumber({ min: 0 }), cleared: wholeNumber({ min: 0 }) }),
    messages: list(message),
    pruned: list(message),
    inbox: list(inboxText),
    faults: list(readStoredFault),
  },
);

type ReadBy<R> = R extends Reader<infer T> ? T : never;
export type Snapshot = ReadBy<typeof readSnapshot>;
export type StoredMessage = ReadBy<typeof message>;
