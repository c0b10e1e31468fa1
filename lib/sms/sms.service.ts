import { Inject, Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../api/payamsms.api.js';
import { Limiter } from '../http/limiter.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { BatchSender } from './batch/batch-sender.js';
import { SendCalls } from './call/send-calls.js';
import { customerIdSource } from './customer-id.js';
import { prepare, type Preparation } from './prepare.js';
import { SingleSender } from './single-sender.js';
import type { SendRun } from './run/send-run.js';
import { SendRuns } from './run/send-runs.js';
import { rejectedError } from './send-errors.js';
import { SendLog } from './send-log.js';
import type {
  AcceptedSms,
  Conversation,
  SendGuarantee,
  SendOneOptions,
  SendOptions,
  SendOutcome,
  SendReport,
  SmsMessage,
} from './sms.types.js';
import { OneByOne } from './stream/one-by-one.js';

type Messages = Iterable<SmsMessage> | AsyncIterable<SmsMessage>;

/**
 * Sends texts (guide 5). A send that goes wrong is reconciled by asking for its customerId: never
 * doubled, as long as the service shows an accepted message before the second lookup.
 */
@Injectable()
export class SmsService {
  readonly #nextCustomerId = customerIdSource();

  constructor(
    private readonly api: PayamSmsApi,
    private readonly singles: SingleSender,
    private readonly sender: BatchSender,
    private readonly calls: SendCalls,
    private readonly runs: SendRuns,
    private readonly log: SendLog,
    private readonly limiter: Limiter,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Sends one text, ahead of all campaigns (guide 5). Waits for a limiter's pause, up to its deadline.
   *
   * @throws {PayamSmsRejectedError} it was refused: change it first
   * @throws {PayamSmsUnsentError} it was certainly not sent: send it again
   * @throws {PayamSmsUnknownOutcomeError} it may have been accepted or not: ask for its customerId before sending again
   */
  send(message: SmsMessage, options: SendOneOptions = {}): Promise<AcceptedSms> {
    // Not async: a hundred thousand may wait, and a frame for each would take half of their memory.
    try {
      const { signal, deadlineMs = this.settings.sendDeadlineMs, resume = false } = options;
      if (!(deadlineMs > 0)) throw new RangeError('deadlineMs must be greater than 0');
      const guarantee = guaranteeOf(options);
      const prepared = prepare(message, 0, this.#preparation(resume));
      if (prepared.status === 'rejected') return Promise.reject(rejectedError(prepared));
      return this.singles.send(prepared, { resume, guarantee, sendDeadlineMs: deadlineMs, signal });
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /** Answers a text: to its sender, from the line that received it. Throws as `send`. */
  async reply({ from, to }: Conversation, body: string): Promise<AcceptedSms> {
    return this.send({ recipient: from, sender: to, body });
  }

  /**
   * As {@link stream}, with the outcomes collected; a customerId used twice is found however far
   * apart. Never throws for what became of a message, only for an error of the source.
   */
  async sendMany(messages: Messages, options: SendOptions = {}): Promise<SendReport> {
    const report: SendReport = { accepted: [], rejected: [], unsent: [], unknown: [] };
    const run = this.#start(options);
    for await (const outcomes of this.#batches(messages, run, options, true)) {
      for (const outcome of outcomes) (report[outcome.status] as SendOutcome[]).push(outcome);
    }
    const { stopped, leftInput } = run;
    // A signal that comes when all is sent has stopped nothing.
    if (stopped && (leftInput || report.unsent.some(({ reason }) => reason === stopped))) {
      report.stopped = stopped;
    }
    return report;
  }

  /**
   * Sends any number of texts in bounded memory and gives the outcome of each, once, in input order. Messages are taken only as fast as they are sent, and none while a limiter asks to wait.
   * One that cannot be right is rejected by itself, the others go on; a call refused whole for some of
   * its messages is sent in halves, at most 40 calls a batch, until they are alone; without enough
   * credit nothing more is sent.
   *
   * Leaving the loop, or aborting the signal, sends no more. What is under way still gets its outcome:
   * in the loop, or, once that was left, in the log.
   */
  stream(
    messages: Messages,
    options: SendOptions = {},
  ): AsyncIterableIterator<SendOutcome, void, undefined> {
    return new OneByOne(this.#streamed(messages, options), (rest) => this.log.leftovers(rest));
  }

  /** Begins when the first outcome is asked for. */
  async *#streamed(messages: Messages, options: SendOptions): AsyncGenerator<SendOutcome[], void> {
    yield* this.#batches(messages, this.#start(options), options, false);
  }

  async *#batches(
    messages: Messages,
    run: SendRun,
    { resume = false, onProgress }: SendOptions,
    remembersIds: boolean,
  ): AsyncGenerator<SendOutcome[], void> {
    // Loaded with the first stream: many apps send single messages alone.
    const { streamBatches } = await import('./stream/message-stream.js');
    const { batchSize, lingerMs, maxConcurrency } = this.settings;
    const preparation = this.#preparation(resume);
    const counts = { accepted: 0, rejected: 0, unsent: 0, unknown: 0 };
    const batches = streamBatches(messages, {
      run,
      preparation,
      sender: this.sender,
      outlet: { send: (attempt) => this.calls.sendAlone(attempt, false) },
      log: this.log,
      limiter: this.limiter,
      limits: { batchSize, lingerMs, busy: maxConcurrency, waiting: 4 * maxConcurrency },
    });
    try {
      for await (const outcomes of batches) {
        if (!remembersIds && preparation.used.size > 0) release(preparation.used, outcomes);
        if (onProgress) {
          for (const { status } of outcomes) counts[status]++;
          onProgress({ ...counts });
        }
        yield outcomes;
      }
    } finally {
      this.runs.end(run);
    }
  }

  #start(options: SendOptions): SendRun {
    const { signal, resume = false } = options;
    const guarantee = guaranteeOf(options);
    const { sendDeadlineMs } = this.settings;
    return this.runs.start({ urgent: false, resume, guarantee, sendDeadlineMs, signal });
  }

  #preparation(needsOwnId: boolean): Preparation {
    return {
      account: this.settings.account,
      sender: this.settings.sender,
      time: this.api.time,
      nextCustomerId: this.#nextCustomerId,
      used: new Set(),
      needsOwnId,
    };
  }
}

const GUARANTEES: ReadonlySet<unknown> = new Set<SendGuarantee>(['once', 'at-least-once']);

function guaranteeOf({ guarantee = 'once' }: { guarantee?: SendGuarantee }): SendGuarantee {
  if (GUARANTEES.has(guarantee)) return guarantee;
  throw new RangeError("guarantee must be 'once' or 'at-least-once'");
}

/** A message that was rejected before the wire has used no id up: another one has it. */
function release(used: Set<string>, outcomes: readonly SendOutcome[]): void {
  for (const outcome of outcomes) {
    if (outcome.status !== 'rejected' || !outcome.local) used.delete(outcome.customerId);
  }
}
