import type { FaultEndpoint, FaultKindName, NewFault } from '../api/wire.js';

/** A fault as the form holds it: numbers as they are typed. */
export interface FaultDraft {
  readonly endpoint: FaultEndpoint;
  readonly kind: FaultKindName;
  readonly how: 'times' | 'chance' | 'always';
  readonly times: string;
  readonly percent: string;
  readonly status: string;
  readonly retryAfter: string;
  readonly accepted: boolean;
  readonly delayMs: string;
}

/** The one that hurts most, once: taken and billed, and nobody hears of it. */
export const NEW_FAULT: FaultDraft = {
  endpoint: 'send',
  kind: 'accept-then-drop',
  how: 'times',
  times: '1',
  percent: '20',
  status: '503',
  retryAfter: '',
  accepted: false,
  delayMs: '2000',
};

export function toFault(draft: FaultDraft): NewFault {
  const { endpoint, kind, how, times, percent, status, retryAfter, accepted, delayMs } = draft;
  return {
    endpoint,
    kind: kind === 'status' ? `status ${Number(status)}` : kind,
    ...(how === 'times' && { times: Number(times) }),
    ...(how === 'chance' && { probability: Number(percent) / 100 }),
    ...(kind === 'status' && retryAfter !== '' && { retryAfter: Number(retryAfter) }),
    ...(kind === 'status' && accepted && { accepted }),
    ...(kind === 'slow' && { delayMs: Number(delayMs) }),
  };
}
