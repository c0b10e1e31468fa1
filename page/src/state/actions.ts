import { call, CallFailed } from '../api/client.js';
import type { NewFault } from '../api/wire.js';
import type { Dictionary } from '../i18n/en.js';
import { wordsNow } from './words.js';
import { notify } from './notices.js';

export type Advance = keyof Dictionary['clock']['by'];

export interface IncomingText {
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

// Each action returns true when it worked, else it shows a notice with the reason. The change itself comes back as an event.

export const receive = (text: IncomingText) => attempt(() => call('POST', 'inbox', text));

export const setStatus = (serverId: string, status: string) =>
  attempt(() => call('PUT', `messages/${serverId}/status`, { status }));

export const advance = (by: Advance) => attempt(() => call('POST', 'clock/advance', { by }));

export const setCredit = (credit: number) => attempt(() => call('PUT', 'credit', { credit }));

export const setFault = (fault: NewFault) => attempt(() => call('POST', 'faults', fault));

export const removeFault = (id: string) => attempt(() => call('DELETE', `faults/${id}`));

export const clearFaults = () => attempt(() => call('DELETE', 'faults'));

export const clearTexts = () =>
  attempt(() => Promise.all([call('DELETE', 'conversations'), call('DELETE', 'requests')]));

export const reset = () => attempt(() => call('POST', 'reset', {}));

export const importState = (file: File) =>
  attempt(async () => call('PUT', 'state', JSON.parse(await file.text())));

async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const words = wordsNow();
    notify(words.failed(reasonOf(error, words)), 'bad');
    return false;
  }
}

function reasonOf(error: unknown, { unreachable }: Dictionary): string {
  if (error instanceof CallFailed && error.status === undefined) return unreachable;
  return error instanceof Error ? error.message : String(error);
}
