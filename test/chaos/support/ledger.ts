import type { SendOutcome } from '../../../lib/sms/sms.types.js';
import type { SimulatedMessage } from '../../../lib/simulator/state/message.js';
import type { Written } from './texts.js';

/** How often what was told and what the service has disagree, and the first few examples. */
export interface Ledger {
  /** Accepted more than once. */
  doubled: number;
  /** Without an outcome, with more than one, or out of order. */
  misplaced: number;
  /** Told accepted, and not there under that serverId. */
  missing: number;
  /** Told rejected or unsent, and there all the same. */
  denied: number;
  /** Rejected though nothing is wrong with it, or taken though something is. */
  misjudged: number;
  /** There, though nobody wrote it or was told of it. */
  strange: number;
  examples: string[];
}

export const CLEAN: Readonly<Ledger> = {
  doubled: 0,
  misplaced: 0,
  missing: 0,
  denied: 0,
  misjudged: 0,
  strange: 0,
  examples: [],
};

/** As much of an outcome as tells what became of a message. */
export interface Told {
  status: SendOutcome['status'];
  index: number;
  customerId: string;
  serverId?: string;
}

/** Compares each outcome with the service's own books. */
export function audit(
  written: readonly Written[],
  told: readonly Told[],
  messages: readonly SimulatedMessage[],
): Ledger {
  const ledger: Ledger = { ...CLEAN, examples: [] };
  const note = (what: Exclude<keyof Ledger, 'examples'>, example: string) => {
    ledger[what]++;
    if (ledger.examples.length < 20) ledger.examples.push(`${what}: ${example}`);
  };

  const taken = new Map<string, SimulatedMessage>();
  const ids = new Set<unknown>();
  for (const message of messages) {
    const key = keyOf(message);
    if (taken.has(key) || ids.has(message.customerId)) note('doubled', `${message.customerId}`);
    taken.set(key, message);
    ids.add(message.customerId);
  }

  for (let n = 0; n < Math.max(written.length, told.length); n++) {
    const outcome = told[n];
    const { message, isBad, isSensitive } = written[n] ?? {};
    if (!outcome || !message || outcome.index !== n) {
      note('misplaced', `place ${n} of ${written.length} has ${outcome?.index ?? 'nothing'}`);
      continue;
    }
    const { status, customerId, serverId } = outcome;
    const name = `${n}, ${customerId.slice(0, 30)}, ${status}`;
    if (message.customerId !== undefined && customerId !== message.customerId) {
      note('misplaced', name);
    }
    const there = taken.get(keyOf(message));
    taken.delete(keyOf(message));
    if (status === 'accepted') {
      if (
        there?.serverId !== serverId ||
        there?.customerId !== customerId ||
        wholeSeconds(there?.sendDate) !== wholeSeconds(message.sendDate)
      ) {
        note('missing', name);
      }
    } else if (there && status !== 'unknown') note('denied', name);
    if (isBad ? status !== 'rejected' : status === 'rejected' && !isSensitive) {
      note('misjudged', name);
    }
  }
  for (const { customerId } of taken.values()) note('strange', `${customerId}`);
  return ledger;
}

export type Tally = Record<SendOutcome['status'], number>;

/** How many outcomes there are of each kind. */
export function tally(told: readonly Told[]): Tally {
  const counts = { accepted: 0, rejected: 0, unsent: 0, unknown: 0 };
  for (const { status } of told) counts[status]++;
  return counts;
}

const keyOf = ({ recipient, body }: { recipient: string; body: string }) => `${recipient} ${body}`;

/** Parts of a second do not travel. */
const wholeSeconds = (date: Date | undefined) => date && Math.floor(date.getTime() / 1000);
