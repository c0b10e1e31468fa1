import type {
  FaultHandle,
  FaultKind,
  FaultOptions,
  FaultTarget,
  PayamSmsSimulator,
} from 'nestjs-payamsms/simulator';

/** Longer than any `timeoutMs` of these tests. */
const BEYOND_TIMEOUT_MS = 2_500;

const KINDS: [FaultKind, FaultOptions][] = [
  ['accept-then-drop', {}],
  ['drop', {}],
  ['status 500', {}],
  ['status 500', { accepted: true }],
  ['status 502', { body: 'html' }],
  ['status 502', { accepted: true, body: 'empty' }],
  ['status 503', { retryAfter: 1 }],
  ['status 503', { accepted: true, retryAfter: 1 }],
  ['status 429', { retryAfter: 1 }],
  ['status 429', {}],
  ['garbage', {}],
  ['truncate', {}],
  ['truncate', { cut: 'connection' }],
  ['slow', { delayMs: BEYOND_TIMEOUT_MS }],
  ['shuffle', {}],
  ['omit', { entries: 3 }],
  ['omit', { entries: 300 }],
  ['no-customer-id', {}],
  ['no-customer-id', { entries: 5 }],
  ['401', {}],
];

const TARGETS: FaultTarget[] = ['send', 'getStatus', 'listScheduled'];

/**
 * A state that is left out says that there is no such message (READING 13). Where that is not so
 * at the second look, nobody can know better: the promise ends there.
 */
const isFair = (target: FaultTarget, kind: FaultKind) =>
  target !== 'getStatus' || !(kind === 'omit' || NOT_YET.has(kind));

/** States without their customerId count as no states: see sending/status-rows.e2e.spec.ts. */
const NOT_YET: ReadonlySet<FaultKind> = new Set(['no-customer-id']);

export interface Mischief {
  /** How often each kind has struck. */
  readonly fired: Record<string, number>;
  readonly total: number;
}

/**
 * Lets one in five requests go wrong, each kind as often as the others. No list asks for a pause:
 * a pause holds all the client back, and there is a list for each scheduled message, so that whole
 * minutes would be nothing but pauses. Sends and states ask for enough of them.
 */
export function failOneInFive(sim: PayamSmsSimulator): Mischief {
  const handles: [string, FaultHandle][] = [];
  for (const target of TARGETS) {
    const kinds = KINDS.filter(
      ([kind, { retryAfter }]) =>
        isFair(target, kind) && !(target === 'listScheduled' && retryAfter !== undefined),
    );
    kinds.forEach(([kind, options], index) => {
      // The simulator tries one fault after the other: later ones see fewer requests.
      const share = 0.2 / kinds.length;
      const probability = share / (1 - share * index);
      const name = `${kind}${options.accepted ? ', accepted' : ''}`;
      handles.push([name, sim.fail(target, kind, { ...options, probability })]);
    });
  }
  return {
    get fired() {
      const fired: Record<string, number> = {};
      for (const [name, handle] of handles) fired[name] = (fired[name] ?? 0) + handle.fired;
      return fired;
    },
    get total() {
      return handles.reduce((sum, [, handle]) => sum + handle.fired, 0);
    },
  };
}
