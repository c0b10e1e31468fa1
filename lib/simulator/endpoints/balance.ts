import type { WireRequest } from '../wire/request.js';
import type { World } from '../state/world.js';
import { jsonAnswer, textAnswer, type Answer } from '../wire/answer.js';

/** Guide 4.1. */
export function getBalance(_request: WireRequest, { account, dialect }: World): Answer {
  const digits = String(account.credit);
  if (dialect.balance === 'text') return textAnswer(digits);
  return jsonAnswer(dialect.balance === 'quoted' ? digits : account.credit);
}
