import type { WireRequest } from '../http/wire-request.js';
import type { World } from '../state/world.js';
import type { Answer } from '../wire/answer.js';

/** The operationIds of contract/payamsms.openapi.yaml. */
export const OPERATIONS = [
  'login',
  'getBalance',
  'send',
  'sendMultipleWithSrc',
  'sendMultipleWithSrcBody',
  'getStatus',
  'getInbox',
  'listScheduled',
  'cancelScheduled',
] as const;

export type Operation = (typeof OPERATIONS)[number];

export type Endpoint = (request: WireRequest, world: World) => Answer;
