import { Inject, Injectable } from '@nestjs/common';
import type { Operation } from '../provider/operation.js';
import { AuthorizedClient, type CallOptions } from '../http/authorized-client.js';
import type { HttpAnswer, HttpRequest } from '../http/http-client.js';
import { type Repeatable, whenNeverSent, whenSafe } from '../http/retry.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { readResult } from './answer.js';
import type {
  Cancellation,
  InboxAnswer,
  ScheduledAnswer,
  SendAnswer,
  StatusAnswer,
  WireMessage,
} from './api.types.js';
import { decodeBalance } from './balance.js';
import { decodeInbox } from './inbox.js';
import { decodeCancellation, decodeScheduledList } from './scheduled.js';
import { decodeSendAnswer, saysAccepted } from './send.js';
import { cheapestOperation, type SendOperation, sendRequestBody } from './send-request.js';
import { decodeStatusAnswer } from './status.js';
import { type IdKind, statusPath } from './status-calls.js';
import { WireTime } from './wire-time.js';

const JSON_HEADERS = { 'Content-Type': 'application/json' };

/** The web service's endpoints, one method each. Their answers are decoded here and nowhere else. */
@Injectable()
export class PayamSmsApi {
  readonly time: WireTime;

  constructor(
    private readonly client: AuthorizedClient,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.time = new WireTime(settings.timeZone);
  }

  /** Guide 4.1. Rials. */
  async getBalance(): Promise<number> {
    return decodeBalance(
      readResult(await this.#get('getBalance', '/accounting/webservice/balance')),
    );
  }

  /**
   * Guide 5: at most 250 messages, through the cheapest endpoint that can carry them together.
   *
   * @param load gives the messages: when there is a place for the call, and again when it leaves; it
   *   may leave some out then
   */
  async send(load: () => readonly WireMessage[], call?: CallOptions): Promise<SendAnswer> {
    const make = () => {
      const operation = cheapestOperation(load());
      const body = () => sendRequestBody(operation, load());
      return postOf(operation, body, saysAccepted);
    };
    const request = { operation: 'send', make } as const;
    return decodeSendAnswer(await this.client.request(request, whenNeverSent, call));
  }

  /** Whether a call that is made now need not wait: not for a place, a turn, a login or a pause. */
  get hasPlace(): boolean {
    return this.client.hasPlace;
  }

  /** Guide 6.1. At most 250 ids; the rows of unknown ids may be missing. */
  async getStatus(ids: readonly string[], kind: IdKind, call?: CallOptions): Promise<StatusAnswer> {
    return decodeStatusAnswer(await this.#get('getStatus', statusPath(ids, kind), whenSafe, call));
  }

  /**
   * Guide 6.2. With `afterId` every later message, read or not. Without it up to 90 unread ones,
   * which the service marks read: a lost answer means lost messages, so the call is never repeated.
   */
  async getInbox(number: string, afterId?: string, call?: CallOptions): Promise<InboxAnswer> {
    const query = new URLSearchParams({ number, ...(afterId !== undefined && { id: afterId }) });
    const path = `/report/webservice/mo?${query.toString()}`;
    const answer = await this.#get(
      'getInbox',
      path,
      afterId === undefined ? whenNeverSent : whenSafe,
      call,
    );
    return decodeInbox(answer, number, this.time);
  }

  /** Guide 7.1. */
  async listScheduled(query: URLSearchParams, call?: CallOptions): Promise<ScheduledAnswer> {
    const path = `/panel/webservice/scheduledList?${query.toString()}`;
    const answer = await this.#get('listScheduled', path, whenSafe, call);
    return decodeScheduledList(readResult(answer), this.time);
  }

  /** Guide 7.2. */
  async cancelScheduled(serverId: string, cancelMessage?: string): Promise<Cancellation> {
    const body = JSON.stringify({ serverId, cancelMessage });
    const answer = await this.client.request(postOf('cancelScheduled', body), whenNeverSent);
    return decodeCancellation(readResult(answer), serverId);
  }

  #get(
    operation: Operation,
    path: string,
    mayRepeat: Repeatable = whenSafe,
    call?: CallOptions,
  ): Promise<HttpAnswer> {
    return this.client.request({ operation, method: 'GET', path }, mayRepeat, call);
  }
}

function postOf(
  operation: SendOperation | 'cancelScheduled',
  body: HttpRequest['body'],
  isAnswer?: HttpRequest['isAnswer'],
): HttpRequest {
  return {
    operation,
    method: 'POST',
    path: `/panel/webservice/${operation}`,
    body,
    headers: JSON_HEADERS,
    isAnswer,
  };
}
