import type { WireRequest } from '../wire/request.js';
import type { World } from '../state/world.js';
import type { Answer } from '../wire/answer.js';

/** What an operation does with a request that has passed the checks that all operations share. */
export type Endpoint = (request: WireRequest, world: World) => Answer;
