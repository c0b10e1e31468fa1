import type { WireRequest } from '../wire/request.js';
import type { World } from '../state/world.js';
import type { Answer } from '../wire/answer.js';

/** What an operation does with a request that came past the checks all of them share. */
export type Endpoint = (request: WireRequest, world: World) => Answer;
