import type { WireRequest } from '../http/wire-request.js';
import type { World } from '../state/world.js';
import { jsonAnswer, textAnswer, type Answer } from '../wire/answer.js';

/** Guide 4.1. */
export function getBalance(_request: WireRequest, { account, dialect }: World): Answer {
  switch (dialect.balance) {
    case 'number':
      return jsonAnswer(account.credit);
    case 'text':
      return textAnswer(String(account.credit));
    case 'quoted':
      return jsonAnswer(String(account.credit));
  }
}
