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
  readonly location: string;
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
  location: '',
  accepted: false,
  delayMs: '2000',
};

export function toFault(draft: FaultDraft): NewFault {
  const { endpoint, kind, how, times, percent, status, accepted, delayMs } = draft;
  const retryAfter = draft.retryAfter.trim();
  const location = draft.location.trim();
  return {
    endpoint,
    kind: kind === 'status' ? `status ${Number(status)}` : kind,
    ...(how === 'times' && { times: Number(times) }),
    ...(how === 'chance' && { probability: Number(percent) / 100 }),
    ...(kind === 'status' && retryAfter !== '' && { retryAfter: seconds(retryAfter) }),
    ...(isRedirect(draft) && location !== '' && { location }),
    ...(kind === 'status' && accepted && { accepted }),
    ...(kind === 'slow' && { delayMs: Number(delayMs) }),
  };
}

export function isRedirect({ kind, status }: FaultDraft): boolean {
  return kind === 'status' && status.startsWith('3');
}

/** What is no number of seconds goes out as it is written, for an app to make something of. */
function seconds(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
