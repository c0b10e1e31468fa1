import { readInbound, readMessage } from './from-wire.js';
import type {
  Counts,
  Fault,
  FiredFault,
  SimulatorEvent,
  RequestSummary,
  WireClock,
} from '../api/wire.js';
import type { Text } from './texts.js';

/** How many requests and fired faults the simulator keeps, and so the page. */
const MAX_REQUESTS = 1_000;
const MAX_FIRED = 100;

export interface Clock {
  /** The simulator's time when the browser's monotonic clock stood at `seenAtMs`. */
  readonly nowMs: number;
  readonly seenAtMs: number;
  readonly advancedMs: number;
}

/** Everything that the page knows of the simulator. */
export interface Snapshot {
  readonly instance: string;
  readonly version: string;
  /** Lines to paste into `.env`. */
  readonly environment: readonly string[];
  /** The account's lines, the most likely first. */
  readonly lines: readonly string[];
  /** Oldest first. */
  readonly texts: readonly Text[];
  /** Newest first. */
  readonly requests: readonly RequestSummary[];
  readonly faults: readonly Fault[];
  /** Newest first. */
  readonly fired: readonly FiredFault[];
  readonly clock: Clock;
  readonly credit: number;
  /** How many messages `--max-messages` has removed. */
  readonly pruned: number;
}

export const readClock = ({ now, advancedMs }: WireClock): Clock => ({
  nowMs: Date.parse(now),
  seenAtMs: performance.now(),
  advancedMs,
});

/** The simulator's time now. */
export const nowOf = ({ nowMs, seenAtMs }: Clock): number => nowMs + performance.now() - seenAtMs;

/** What the page knows after these events; an event that it knew already changes nothing. */
export function after(snapshot: Snapshot, events: readonly SimulatorEvent[]): Snapshot {
  const changed = events.reduce(afterOne, { ...snapshot, texts: [] });
  return { ...changed, texts: textsAfter(snapshot.texts, events) };
}

function afterOne(snapshot: Snapshot, { name, data }: SimulatorEvent): Snapshot {
  switch (name) {
    case 'message.accepted':
    case 'message.changed':
      return { ...snapshot, pruned: data.counts.pruned };
    case 'fault.fired': {
      const others = snapshot.fired.filter(({ requestId }) => requestId !== data.fired.requestId);
      return { ...snapshot, fired: [data.fired, ...others].slice(0, MAX_FIRED) };
    }
    case 'faults.changed':
      return { ...snapshot, faults: data.items };
    case 'request.logged': {
      const others = snapshot.requests.filter(({ id }) => id !== data.request.id);
      return { ...snapshot, requests: [data.request, ...others].slice(0, MAX_REQUESTS) };
    }
    case 'clock.changed':
      return { ...snapshot, clock: readClock(data) };
    case 'credit.changed':
      return { ...snapshot, credit: data.credit };
    case 'cleared':
      return data.what === 'requests' ? { ...snapshot, requests: [], fired: [] } : snapshot;
    case 'inbound.received':
    case 'hello':
    case 'reset':
      return snapshot;
  }
}

function textsAfter(before: readonly Text[], events: readonly SimulatorEvent[]): readonly Text[] {
  let texts: Map<string, Text> | undefined;
  let counts: Counts | undefined;
  const put = (text: Text) => {
    texts ??= byKey(before);
    texts.set(text.key, text);
  };
  for (const { name, data } of events) {
    if (name === 'message.accepted' || name === 'message.changed') {
      counts = data.counts;
      put(readMessage(data.message));
    } else if (name === 'inbound.received') {
      put(readInbound(data.text));
    } else if (name === 'cleared' && data.what !== 'requests') {
      const gone = { messages: 'sent', inbox: 'received', conversations: undefined }[data.what];
      const left = [...(texts?.values() ?? before)].filter(({ kind }) => gone && kind !== gone);
      texts = byKey(left);
      counts = undefined;
    }
  }
  if (!texts) return before;
  return pruned(inOrder([...texts.values()]), counts);
}

const byKey = (texts: readonly Text[]): Map<string, Text> =>
  new Map(texts.map((text) => [text.key, text]));

/** Oldest first; texts of the same moment keep their order. */
export function inOrder(texts: readonly Text[]): readonly Text[] {
  const isSorted = texts.every((text, index) => text.atMs >= (texts[index - 1]?.atMs ?? 0));
  return isSorted ? texts : texts.toSorted((one, other) => one.atMs - other.atMs);
}

/** Without the oldest messages that the simulator no longer keeps; it keeps scheduled ones. */
function pruned(texts: readonly Text[], counts: Counts | undefined): readonly Text[] {
  if (!counts) return texts;
  const sent = texts.filter(({ kind }) => kind === 'sent').length;
  let surplus = sent - counts.kept;
  if (surplus <= 0) return texts;
  return texts.filter(
    (text) => text.kind !== 'sent' || text.state === 'scheduled' || (surplus -= 1) < 0,
  );
}
