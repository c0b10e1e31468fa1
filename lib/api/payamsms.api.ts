import { Inject, Injectable } from '@nestjs/common';
import type { Operation } from '../provider/operation.js';
import { AuthorizedClient, type CallOptions } from '../http/authorized-client.js';
import { toBytes } from '../http/bytes.js';
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
import {
  type SendItem,
  type SendRecipient,
  type SharedText,
  toSendBody,
  toSendWithSrcBody,
  toSendWithSrcBodyBody,
} from './send-body.js';
import { decodeStatusAnswer } from './status.js';
import { type IdKind, statusPath } from './status-calls.js';
import { WireTime } from './wire-time.js';

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

  /** Guide 5.1: each message its own sender, text and time. */
  async send(messages: readonly WireMessage[], call?: CallOptions): Promise<SendAnswer> {
    return this.#send('send', () => toSendBody(messages), call);
  }

  /** Guide 5.2: one sender. */
  async sendMultipleWithSrc(
    sender: string,
    items: readonly SendItem[],
    call?: CallOptions,
  ): Promise<SendAnswer> {
    return this.#send('sendMultipleWithSrc', () => toSendWithSrcBody(sender, items), call);
  }

  /** Guide 5.3: one sender, one text, one time. */
  async sendMultipleWithSrcBody(
    shared: SharedText,
    recipients: readonly SendRecipient[],
    call?: CallOptions,
  ): Promise<SendAnswer> {
    const body = () => toSendWithSrcBodyBody(shared, recipients);
    return this.#send('sendMultipleWithSrcBody', body, call);
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
    const answer = await this.#post(
      'cancelScheduled',
      toBytes(JSON.stringify({ serverId, cancelMessage })),
    );
    return decodeCancellation(readResult(answer), serverId);
  }

  async #send(
    operation: SendOperation,
    body: () => string,
    call?: CallOptions,
  ): Promise<SendAnswer> {
    const bytes = () => toBytes(body());
    return decodeSendAnswer(await this.#post(operation, bytes, { call, isAnswer: saysAccepted }));
  }

  #get(
    operation: Operation,
    path: string,
    mayRepeat: Repeatable = whenSafe,
    call?: CallOptions,
  ): Promise<HttpAnswer> {
    return this.client.request({ operation, method: 'GET', path }, mayRepeat, call);
  }

  #post(
    operation: PostOperation,
    body: HttpRequest['body'],
    { call, isAnswer }: { call?: CallOptions; isAnswer?: HttpRequest['isAnswer'] } = {},
  ): Promise<HttpAnswer> {
    return this.client.request(
      {
        operation,
        method: 'POST',
        path: `/panel/webservice/${operation}`,
        body,
        headers: { 'Content-Type': 'application/json' },
        isAnswer,
      },
      whenNeverSent,
      call,
    );
  }
}

type SendOperation = 'send' | 'sendMultipleWithSrc' | 'sendMultipleWithSrcBody';
type PostOperation = SendOperation | 'cancelScheduled';
