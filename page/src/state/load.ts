import { inOrder, readClock, type Snapshot } from './snapshot.js';
import { call, callAll } from '../api/client.js';
import { readInbound, readMessage } from './from-wire.js';
import type {
  Fault,
  FiredFault,
  Overview,
  Page,
  RequestSummary,
  WireInboundText,
  WireMessage,
} from '../api/wire.js';

/** A number for a simulator that has none yet; the documentation uses the same. */
const SOME_LINE = '982000123';

/** Loads everything that the page shows. */
export async function load(): Promise<Snapshot> {
  const [overview, messages, inbox, requests, faults, fired] = await Promise.all([
    call<Overview>('GET', 'overview'),
    callAll<WireMessage>('messages'),
    callAll<WireInboundText>('inbox'),
    call<Page<RequestSummary>>('GET', 'requests?limit=1000'),
    call<{ items: Fault[] }>('GET', 'faults'),
    call<{ items: FiredFault[] }>('GET', 'faults/fired'),
  ]);
  const lines = [...new Set([...overview.senders, ...(overview.lines ?? []), SOME_LINE])];
  // Both lists are newest first.
  const texts = [...messages.map(readMessage).toReversed(), ...inbox.map(readInbound).toReversed()];
  return {
    instance: overview.instance,
    version: overview.version,
    environment: Object.entries({
      PAYAMSMS_BASE_URL: location.origin,
      ...overview.environment,
    }).map(([name, value]) => `${name}=${value}`),
    lines,
    texts: inOrder(texts),
    requests: requests.items,
    faults: faults.items,
    fired: fired.items,
    clock: readClock(overview.clock),
    credit: overview.credit,
    pruned: overview.counts.pruned,
  };
}
