import { describe, expect, it } from '@jest/globals';
import {
  afterFailure,
  afterHandled,
  type Circuit,
  CLOSED_CIRCUIT,
  isProvenSince,
  stateOf,
} from '../../lib/inbox/circuit-breaker.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** After failures of these texts at an instant. */
const failing = (circuit: Circuit, nowMs: number, ...ids: string[]): Circuit =>
  ids.reduce((before, id) => afterFailure(before, id, nowMs), circuit);

const OPEN = failing(CLOSED_CIRCUIT, 0, '1', '2', '3');

describe('the circuit breaker', () => {
  it('opens with the third different text that fails, none handled in between', () => {
    const twice = failing(CLOSED_CIRCUIT, 0, '1', '2', '1', '2', '2');
    expect(stateOf(twice, 0)).toBe('closed');
    expect(stateOf(failing(twice, 0, '3'), 0)).toBe('open');
    expect(stateOf(failing(afterHandled(twice, '7', 0), 0, '3'), 0)).toBe('closed');
  });

  it('is half-open after 5 s', () => {
    expect([4_999, 5_000].map((nowMs) => stateOf(OPEN, nowMs))).toEqual(['open', 'half-open']);
  });

  it.each([
    [5 * SECOND_MS, 5 * SECOND_MS],
    [8 * SECOND_MS, 8 * SECOND_MS],
    [MINUTE_MS, MINUTE_MS],
    [2 * MINUTE_MS, 2 * MINUTE_MS],
    [180 * MINUTE_MS, 2 * MINUTE_MS],
  ])('opens anew with a failure after %i ms of outage, for %i ms', (outageMs, pauseMs) => {
    const again = failing(OPEN, outageMs, '1');
    expect(stateOf(again, outageMs + pauseMs - 1)).toBe('open');
    expect(stateOf(again, outageMs + pauseMs)).toBe('half-open');
  });

  it('closes with any text that is handled', () => {
    for (const id of ['1', '7']) {
      const closed = afterHandled(OPEN, id, 3);
      expect(stateOf(closed, 0)).toBe('closed');
      // From here on it takes three again.
      expect(stateOf(failing(closed, 0, '4', '5'), 0)).toBe('closed');
    }
  });

  it('counts a recovery when a text is handled that had failed in the outage, and no other', () => {
    expect(afterHandled(OPEN, '1', 3).recoveries).toBe(1);
    expect(afterHandled(OPEN, '7', 3).recoveries).toBe(0);
    expect(afterHandled(failing(CLOSED_CIRCUIT, 0, '1'), '1', 1).recoveries).toBe(0);
  });

  it('is proof of the app by calls that began after a failure, not by those under way', () => {
    const { failures } = OPEN;
    expect(isProvenSince(afterHandled(OPEN, '7', failures - 1), failures)).toBe(false);
    const proven = afterHandled(OPEN, '7', failures);
    expect(isProvenSince(proven, failures)).toBe(true);
    // One that began earlier and ends later takes nothing back.
    expect(isProvenSince(afterHandled(proven, '8', 0), failures)).toBe(true);
    const { failures: later } = failing(proven, 0, '9');
    expect(isProvenSince(proven, later)).toBe(false);
  });

  it('remembers no more than the first thousand texts of an outage', () => {
    const ids = Array.from({ length: 1_200 }, (_, index) => String(index + 1));
    const outage = failing(CLOSED_CIRCUIT, 0, ...ids);
    expect(outage.failing.size).toBe(1_000);
    expect(outage.failures).toBe(1_200);
    expect(afterHandled(outage, '1', 1_200).recoveries).toBe(1);
  });

  it('changes no circuit that it is given', () => {
    const before = structuredClone(OPEN);
    afterHandled(OPEN, '1', 3);
    afterFailure(OPEN, '4', 9);
    expect(OPEN).toEqual(before);
  });
});
