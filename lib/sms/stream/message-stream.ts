import { LightAbortSignal } from '../../concurrency/light-abort-signal.js';
import type { Limiter } from '../../http/limiter.js';
import type { BatchSender } from '../batch-sender.js';
import type { Campaign } from '../campaign.js';
import { type Preparation, prepare, type PreparedSms } from '../prepare.js';
import type { SendJournal } from '../send-journal.js';
import type { RejectedSms, SendOutcome, SmsMessage } from '../sms.types.js';
import { BatchSource } from './batch-source.js';
import { type OrderedLimits, OrderedWork } from './ordered-work.js';

type Prepared = PreparedSms | RejectedSms;

export interface StreamParts {
  campaign: Campaign;
  preparation: Preparation;
  sender: BatchSender;
  journal: SendJournal;
  limiter: Pick<Limiter, 'heldForMs' | 'opened'>;
  limits: OrderedLimits & { batchSize: number; lingerMs: number };
}

/** Sends messages as they come and gives their outcomes, a batch at a time, in input order. */
export async function* streamBatches(
  messages: Iterable<SmsMessage> | AsyncIterable<SmsMessage>,
  { campaign, preparation, sender, journal, limiter, limits }: StreamParts,
): AsyncGenerator<SendOutcome[], void, undefined> {
  const source = new BatchSource<SmsMessage, Prepared>(
    messages,
    (message, index) => prepare(message, index, preparation),
    { size: limits.batchSize, lingerMs: limits.lingerMs, counts: isPrepared },
  );
  const stopped = new LightAbortSignal();
  const stop = () => {
    source.stop();
    stopped.abort();
  };
  const unlisten = campaign.onStop(stop);
  if (campaign.stopped !== undefined) stop();
  const work = new OrderedWork<SendOutcome[]>(async () => {
    // What is taken while a limiter holds everything back could only wait.
    if (limiter.heldForMs > 0) await limiter.opened({ signal: stopped });
    const batch = await source.next();
    return batch && ((free) => deliver(batch, free));
  }, limits);

  let isToldWhole = false;
  try {
    for (let taken = await work.take(); taken; taken = await work.take()) yield taken.result;
    isToldWhole = true;
    if (!source.isExhausted) campaign.leavesInput();
  } finally {
    if (!isToldWhole) {
      campaign.stop('aborted');
      void campaign.track(tellLeftovers());
    }
    unlisten();
    await source.close((error) => journal.tellFailure(error));
  }

  /** Outcomes in the order of the batch: what was rejected before the wire stays in its place. */
  async function deliver(batch: readonly Prepared[], free: () => void): Promise<SendOutcome[]> {
    const sendable = batch.filter(isPrepared);
    if (sendable.length === 0) free();
    const outcomes = sendable.length === 0 ? [] : await sender.deliver(sendable, campaign, free);
    if (sendable.length === batch.length) return outcomes;
    let next = 0;
    return batch.map((message) => (isPrepared(message) ? outcomes[next++]! : message));
  }

  async function tellLeftovers(): Promise<void> {
    try {
      journal.tellUnheard((await work.leftovers()).flat());
    } catch (error) {
      journal.tellFailure(error);
    }
  }
}

function isPrepared(message: Prepared): message is PreparedSms {
  return message.status === 'prepared';
}
