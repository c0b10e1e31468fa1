import {
  rowOf,
  takes,
  type FaultEndpoint,
  type FaultKindName,
  type NewFault,
} from '../api/wire.js';

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

/** The one that hurts most, once: messages are accepted and billed, and the app gets no answer. */
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
    ...(takes(kind, 'retryAfter') && retryAfter !== '' && { retryAfter: seconds(retryAfter) }),
    ...(isRedirect(draft) && location !== '' && { location }),
    ...(takes(kind, 'accepted') && accepted && { accepted }),
    ...(isLate(draft) && { delayMs: Number(delayMs) }),
  };
}

export function isRedirect({ kind, status }: FaultDraft): boolean {
  return takes(kind, 'location') && status.startsWith('3');
}

/** Whether the kind is about a delay; any other kind could have one too, but the form offers none. */
export function isLate({ kind }: FaultDraft): boolean {
  return rowOf(kind).defaultDelayMs !== undefined;
}

/** A text that is not a number of seconds goes out as it is written: apps must survive it. */
function seconds(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
