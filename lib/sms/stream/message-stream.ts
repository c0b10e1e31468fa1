import type { Limiter } from '../../http/limiter.js';
import type { BatchSender, Outlet } from '../batch/batch-sender.js';
import { type Preparation, prepare, type PreparedSms } from '../prepare.js';
import type { SendRun } from '../run/send-run.js';
import type { SendLog } from '../send-log.js';
import type { RejectedSms, SendOutcome, SmsMessage } from '../sms.types.js';
import { BatchSource } from './batch-source.js';
import { type OrderedLimits, OrderedWork } from './ordered-work.js';

type Prepared = PreparedSms | RejectedSms;

export interface StreamDependencies {
  run: SendRun;
  preparation: Preparation;
  sender: Pick<BatchSender, 'deliver'>;
  outlet: Outlet;
  log: SendLog;
  limiter: Pick<Limiter, 'heldForMs' | 'opened'>;
  limits: OrderedLimits & { batchSize: number; lingerMs: number };
}

/** Sends messages as they come and gives their outcomes, a batch at a time, in input order. */
export async function* streamBatches(
  messages: Iterable<SmsMessage> | AsyncIterable<SmsMessage>,
  { run, preparation, sender, outlet, log, limiter, limits }: StreamDependencies,
): AsyncGenerator<SendOutcome[], void, undefined> {
  const source = new BatchSource<SmsMessage, Prepared>(
    messages,
    (message, index) => prepare(message, index, preparation),
    { size: limits.batchSize, lingerMs: limits.lingerMs, counts: isPrepared },
  );
  const stop = () => source.stop();
  run.signal.addEventListener('abort', stop);
  if (run.signal.aborted) stop();
  const work = new OrderedWork<SendOutcome[]>(async () => {
    // What is taken while a limiter holds everything back could only wait.
    if (limiter.heldForMs > 0) await limiter.opened({ signal: run.signal });
    const batch = await source.next();
    return batch && ((free) => deliver(batch, free));
  }, limits);

  let isTakenWhole = false;
  try {
    for (let taken = await work.take(); taken; taken = await work.take()) yield taken.result;
    isTakenWhole = true;
    if (!source.isExhausted) run.noteLeftInput();
  } finally {
    if (!isTakenWhole) {
      run.stop('aborted');
      void run.track(logLeftovers());
    }
    run.signal.removeEventListener('abort', stop);
    await source.close((error) => log.sourceFailure(error));
  }

  /** Outcomes in the order of the batch: what was rejected before the wire stays in its place. */
  async function deliver(batch: readonly Prepared[], free: () => void): Promise<SendOutcome[]> {
    const sendable = batch.filter(isPrepared);
    if (sendable.length === 0) free();
    const outcomes =
      sendable.length === 0 ? [] : await sender.deliver(sendable, { run, outlet, freePlace: free });
    if (sendable.length === batch.length) return outcomes;
    let next = 0;
    return batch.map((message) => (isPrepared(message) ? outcomes[next++]! : message));
  }

  async function logLeftovers(): Promise<void> {
    try {
      log.leftovers((await work.leftovers()).flat());
    } catch (error) {
      log.sourceFailure(error);
    }
  }
}

function isPrepared(message: Prepared): message is PreparedSms {
  return message.status === 'prepared';
}
