import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../api/payamsms.api.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { toBatches } from './batches.js';
import { customerIdSource } from './customer-id.js';
import { outcomesOfAnswer, outcomesOfFailure, unsent } from './outcome.js';
import { type Preparation, prepare, type PreparedSms } from './prepare.js';
import { acceptedOrThrow } from './send-errors.js';
import type {
  AcceptedSms,
  Conversation,
  RejectedSms,
  SendOptions,
  SendOutcome,
  SendReport,
  SmsMessage,
} from './sms.types.js';
import { submit } from './submission.js';

type Prepared = PreparedSms | RejectedSms;

/** Sends texts (guide 5). */
@Injectable()
export class SmsService {
  constructor(
    private readonly api: PayamSmsApi,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Sends one text.
   *
   * @throws {PayamSmsRejectedError} it was refused: change it first
   * @throws {PayamSmsUnsentError} it was certainly not sent: send it again
   * @throws {PayamSmsUnknownOutcomeError} nobody knows: ask for its customerId before sending again
   */
  async send(message: SmsMessage): Promise<AcceptedSms> {
    const [outcome] = await this.#submit([prepare(message, 0, this.#preparation())]);
    return acceptedOrThrow(outcome!);
  }

  /** Answers a text: to whoever wrote it, from the line that was written to. Throws as `send`. */
  reply({ from, to }: Conversation, body: string): Promise<AcceptedSms> {
    return this.send({ recipient: from, sender: to, body });
  }

  /** As {@link stream}, with the outcomes collected. Never throws for what became of a message. */
  async sendMany(
    messages: Iterable<SmsMessage> | AsyncIterable<SmsMessage>,
    options: SendOptions = {},
  ): Promise<SendReport> {
    const report: SendReport = { accepted: [], rejected: [], unsent: [], unknown: [] };
    for await (const outcome of this.stream(messages, options)) {
      (report[outcome.status] as SendOutcome[]).push(outcome);
    }
    if (options.signal?.aborted) report.stopped = 'aborted';
    return report;
  }

  /**
   * Sends any number of texts, `batchSize` a call, and tells what became of each: in input order,
   * each once. A message that cannot be right is rejected by itself, the others go on.
   */
  async *stream(
    messages: Iterable<SmsMessage> | AsyncIterable<SmsMessage>,
    { signal, onProgress }: SendOptions = {},
  ): AsyncGenerator<SendOutcome, void, undefined> {
    const { batchSize, maxConcurrency } = this.settings;
    const counts = { accepted: 0, rejected: 0, unsent: 0, unknown: 0 };
    const underWay: Promise<SendOutcome[]>[] = [];

    for await (const batch of toBatches(this.#prepareAll(messages), batchSize)) {
      underWay.push(this.#submit(batch, signal));
      if (signal?.aborted) break;
      if (underWay.length >= maxConcurrency) yield* tell(await underWay.shift()!);
    }
    for (const outcomes of underWay) yield* tell(await outcomes);

    function tell(outcomes: SendOutcome[]): SendOutcome[] {
      for (const { status } of outcomes) counts[status]++;
      onProgress?.({ ...counts });
      return outcomes;
    }
  }

  async *#prepareAll(
    messages: Iterable<SmsMessage> | AsyncIterable<SmsMessage>,
  ): AsyncGenerator<Prepared, void, undefined> {
    const preparation = this.#preparation();
    let index = 0;
    for await (const message of messages) yield prepare(message, index++, preparation);
  }

  #preparation(): Preparation {
    return {
      sender: this.settings.sender,
      time: this.api.time,
      nextCustomerId: customerIdSource(),
      used: new Set(),
    };
  }

  /** Sends what may be sent of a batch; the outcomes come in the batch's order. */
  async #submit(batch: readonly Prepared[], signal?: AbortSignal): Promise<SendOutcome[]> {
    const sendable = batch.filter((message) => message.status === 'prepared');
    const outcomes = (await this.#send(sendable, signal)).values();
    return batch.map((message) =>
      message.status === 'prepared' ? outcomes.next().value! : message,
    );
  }

  async #send(batch: readonly PreparedSms[], signal?: AbortSignal): Promise<SendOutcome[]> {
    const [first, ...rest] = batch;
    if (!first) return [];
    if (signal?.aborted) return batch.map((message) => unsent(message, 'aborted'));
    try {
      return outcomesOfAnswer(batch, await submit(this.api, [first, ...rest]));
    } catch (error) {
      return outcomesOfFailure(batch, error);
    }
  }
}
