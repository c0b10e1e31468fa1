import { getBalance } from './balance.js';
import { getInbox } from './inbox.js';
import { login } from './login.js';
import type { Endpoint } from './endpoint.js';
import type { Operation } from '../wire/operation.js';
import { cancelScheduled, listScheduled } from './scheduled.js';
import { sending } from './send.js';
import { readSend, readSendMultipleWithSrc, readSendMultipleWithSrcBody } from './send-requests.js';
import { getStatus } from './status.js';

export interface Route {
  readonly operation: Operation;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly endpoint: Endpoint;
}

export const ROUTES: readonly Route[] = [
  { operation: 'login', method: 'POST', path: '/auth/oauth/token', endpoint: login },
  {
    operation: 'getBalance',
    method: 'GET',
    path: '/accounting/webservice/balance',
    endpoint: getBalance,
  },
  {
    operation: 'send',
    method: 'POST',
    path: '/panel/webservice/send',
    endpoint: sending(readSend),
  },
  {
    operation: 'sendMultipleWithSrc',
    method: 'POST',
    path: '/panel/webservice/sendMultipleWithSrc',
    endpoint: sending(readSendMultipleWithSrc),
  },
  {
    operation: 'sendMultipleWithSrcBody',
    method: 'POST',
    path: '/panel/webservice/sendMultipleWithSrcBody',
    endpoint: sending(readSendMultipleWithSrcBody),
  },
  { operation: 'getStatus', method: 'GET', path: '/report/webservice/status', endpoint: getStatus },
  { operation: 'getInbox', method: 'GET', path: '/report/webservice/mo', endpoint: getInbox },
  {
    operation: 'listScheduled',
    method: 'GET',
    path: '/panel/webservice/scheduledList',
    endpoint: listScheduled,
  },
  {
    operation: 'cancelScheduled',
    method: 'POST',
    path: '/panel/webservice/cancelScheduled',
    endpoint: cancelScheduled,
  },
];

const routesByPath: ReadonlyMap<string, Route> = new Map(
  ROUTES.map((route) => [route.path, route]),
);

/** A path may end in a slash, as some in the guide do (READING row 1). */
export function routeAt(path: string): Route | undefined {
  return routesByPath.get(path.endsWith('/') ? path.slice(0, -1) : path);
}
