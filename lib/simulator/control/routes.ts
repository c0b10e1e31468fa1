import type { Cleared } from '../events.js';
import * as account from './account.js';
import * as conversations from './conversations.js';
import { streamEvents } from './events/events.js';
import * as faults from './faults.js';
import type { Openness } from './guard.js';
import * as inbox from './inbox.js';
import * as messages from './messages.js';
import { ok, type Handler } from './request.js';
import * as requests from './requests.js';
import { endSession, startSession } from './session.js';
import * as state from './state.js';
import { waitForMessage } from './wait.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface ControlRoute {
  readonly method: Method;
  /** `{name}` stands for one segment. */
  readonly path: string;
  readonly handler: Handler;
  readonly openness: Openness;
  readonly body: 'none' | 'json';
  readonly maxBodyBytes: number;
}

const MEBIBYTE = 1_048_576;

function route(
  method: Method,
  path: string,
  handler: Handler,
  more: Partial<ControlRoute> = {},
): ControlRoute {
  const body = method === 'GET' || method === 'DELETE' ? 'none' : 'json';
  const plain = { openness: 'data', body, maxBodyBytes: MEBIBYTE } as const;
  return { method, path: `/_simulator${path}`, handler, ...plain, ...more };
}

const clear =
  (what: Cleared): Handler =>
  (_request, { simulation }) =>
    ok({ removed: simulation.clear(what) });

// Loaded on demand: they read files of the package, which tests do not need.
const docs =
  (name: 'getDocs' | 'getDocsFile' | 'getOpenApi'): Handler =>
  async (request, context) => {
    const handlers = await import('./docs.js');
    return handlers[name](request, context);
  };

/** A fixed path comes before one with a name at the same place. */
export const CONTROL_ROUTES: readonly ControlRoute[] = [
  route('GET', '/overview', state.getOverview),
  route('GET', '/state', state.exportState),
  route('PUT', '/state', state.importState, { maxBodyBytes: 64 * MEBIBYTE }),
  route('POST', '/reset', state.reset, { body: 'none' }),
  route('GET', '/messages', messages.listMessages),
  route('DELETE', '/messages', clear('messages')),
  route('GET', '/messages/wait', waitForMessage),
  route('GET', '/messages/{serverId}', messages.getMessage),
  route('PUT', '/messages/{serverId}/status', messages.setMessageStatus),
  route('GET', '/messages/{serverId}/code', messages.getCode),
  route('GET', '/conversations', conversations.listConversations),
  route('DELETE', '/conversations', clear('conversations')),
  route('GET', '/conversations/{number}', conversations.getConversation),
  route('GET', '/inbox', inbox.listInbox),
  route('POST', '/inbox', inbox.receive),
  route('DELETE', '/inbox', clear('inbox')),
  route('GET', '/faults', faults.listFaults),
  route('POST', '/faults', faults.setFault),
  route('DELETE', '/faults', faults.clearFaults),
  route('DELETE', '/faults/{id}', faults.removeFault),
  route('GET', '/faults/kinds', faults.listFaultKinds),
  route('GET', '/faults/fired', faults.listFiredFaults),
  route('GET', '/clock', account.getClock),
  route('POST', '/clock/advance', account.advanceClock),
  route('GET', '/credit', account.getCredit),
  route('PUT', '/credit', account.setCredit),
  route('GET', '/dialect', account.getDialect),
  route('PATCH', '/dialect', account.setDialect),
  route('GET', '/requests', requests.listRequests),
  route('DELETE', '/requests', clear('requests')),
  route('GET', '/requests/{id}', requests.getRequest),
  route('GET', '/events', streamEvents),
  route('POST', '/session', startSession, { openness: 'session' }),
  route('DELETE', '/session', endSession, { openness: 'session' }),
  route('GET', '/openapi.yaml', docs('getOpenApi'), { openness: 'document' }),
  route('GET', '/docs', docs('getDocs'), { openness: 'document' }),
  route('GET', '/docs/{file}', docs('getDocsFile'), { openness: 'document' }),
];

/** `GET /` and the files it asks for. */
export const PAGE_ROUTE: ControlRoute = {
  ...route('GET', '', async (request, context) =>
    (await import('./page.js')).getPage(request, context),
  ),
  openness: 'document',
};
