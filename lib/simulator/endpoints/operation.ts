import type { WireRequest } from '../http/wire-request.js';
import type { World } from '../state/world.js';
import type { Answer } from '../wire/answer.js';

/** The operationIds of contract/payamsms.openapi.yaml. */
export type Operation =
  | 'login'
  | 'getBalance'
  | 'send'
  | 'sendMultipleWithSrc'
  | 'sendMultipleWithSrcBody'
  | 'getStatus'
  | 'getInbox'
  | 'listScheduled'
  | 'cancelScheduled';

export type Endpoint = (request: WireRequest, world: World) => Answer;
