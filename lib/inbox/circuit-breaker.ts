/** When so many different texts fail in a row, the cause is the app, and not one of the texts. */
const FAILURES_TO_OPEN = 3;
/** So many texts are remembered that fail in one outage. */
const MAX_FAILING = 1_000;
const SHORTEST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 120_000;

/**
 * Tells a text that no listener can handle from an app that can handle none at all, such as one whose
 * database is away. The failure looks the same in both cases; what differs is how the *other* texts
 * fare, of whatever number. So all numbers share one circuit:
 *
 * - `closed`: texts are handed to the listeners;
 * - `open`: three different texts have failed and none was handled in between, so the app itself is
 *   failing. Nothing is read or handed over, at first for 5 s, then for as long as the outage has
 *   lasted, at most 2 min;
 * - `half-open`: the pause is over. Texts are tried again: one that fails opens the circuit anew, one
 *   that is handled closes it. When it is one that had failed in the outage, the app has recovered,
 *   and all failures until then are forgiven.
 */
export interface Circuit {
  /** The texts that have failed since one was handled, the first thousand: these are tried again first. */
  readonly failing: ReadonlySet<string>;
  /** How many failures there have been: it serves as a clock, for two calls may end in one tick of a real one. */
  readonly failures: number;
  /** How many failures there had been when the latest of the calls that ended well began. */
  readonly provenAt: number;
  /** When the outage began; absent while the circuit is closed. */
  readonly outageSinceMs?: number;
  readonly openUntilMs: number;
  /** How often the app has recovered from an outage. */
  readonly recoveries: number;
}

export const CLOSED_CIRCUIT: Circuit = {
  failing: new Set(),
  failures: 0,
  provenAt: 0,
  openUntilMs: -Infinity,
  recoveries: 0,
};

export function stateOf(
  { outageSinceMs, openUntilMs }: Circuit,
  nowMs: number,
): 'closed' | 'open' | 'half-open' {
  if (outageSinceMs === undefined) return 'closed';
  return nowMs < openUntilMs ? 'open' : 'half-open';
}

/** Whether a call of the listeners ended well that began after so many failures. */
export const isProvenSince = ({ provenAt }: Circuit, failures: number): boolean =>
  provenAt >= failures;

/** @param calledAt how many failures there had been when the call of its listeners began */
export function afterHandled(circuit: Circuit, id: string, calledAt: number): Circuit {
  const provenAt = Math.max(circuit.provenAt, calledAt);
  if (circuit.failing.size === 0) {
    return provenAt === circuit.provenAt ? circuit : { ...circuit, provenAt };
  }
  const { failures, recoveries, outageSinceMs } = circuit;
  const hasRecovered = outageSinceMs !== undefined && circuit.failing.has(id);
  return {
    ...CLOSED_CIRCUIT,
    failures,
    provenAt,
    recoveries: hasRecovered ? recoveries + 1 : recoveries,
  };
}

export function afterFailure(circuit: Circuit, id: string, nowMs: number): Circuit {
  const isFull = circuit.failing.size >= MAX_FAILING;
  const failing = isFull ? circuit.failing : new Set(circuit.failing).add(id);
  const failed = { ...circuit, failing, failures: circuit.failures + 1 };
  if (failing.size < FAILURES_TO_OPEN) return failed;
  const { outageSinceMs = nowMs } = circuit;
  const outageMs = nowMs - outageSinceMs;
  const pauseMs = Math.min(Math.max(outageMs, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  return { ...failed, outageSinceMs, openUntilMs: nowMs + pauseMs };
}

/** The circuit that the account's numbers share. */
export class SharedCircuit {
  current = CLOSED_CIRCUIT;
}
