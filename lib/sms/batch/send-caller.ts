import { Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../api/payamsms.api.js';
import { PayamSmsTransportError } from '../errors/transport.error.js';
import { PayamSmsUnsentError, type UnsentReason } from '../errors/unsent.error.js';
import type { CallOptions } from '../http/authorized-client.js';
import { LightAbortSignal } from '../concurrency/light-abort-signal.js';
import { Departure } from '../http/departure.js';
import type { Campaign } from './campaign.js';
import { judgeAnswer, judgeFailure, type Verdict } from './outcome.js';
import { dropDatesThatHaveCome, type PreparedSms } from './prepare.js';
import type { Deadline } from './settle/deadline.js';
import { submit } from './submission.js';

export interface Dispatch extends Verdict {
  /** Whether a request with these messages has left. */
  hasLeft: boolean;
}

/** A call that waits to leave, or has left. */
interface UnderWay {
  campaign: Campaign;
  /** Ends it, whatever it waits for. */
  attempt: LightAbortSignal;
  departure: Departure;
  /** Stops listening to what may end it. */
  release: () => void;
}

/** Sends messages once, in one call, and says what is certain about each. */
@Injectable()
export class Dispatcher {
  constructor(private readonly api: PayamSmsApi) {}

  async dispatch(
    messages: readonly PreparedSms[],
    campaign: Campaign,
    deadline: Deadline,
  ): Promise<Dispatch> {
    // Somebody waits for a single message: its time includes the wait for a place.
    if (campaign.urgent) deadline.within(campaign.sendDeadlineMs);
    // Of this call alone: other messages of the batch may still have to be looked for.
    const attempt = new LightAbortSignal();
    const end = () => attempt.abort();
    const departure = new Departure(
      () => {
        campaign.throwIfStopped();
        // What leaves when there is no time left to ask for it could only end as unknown.
        if (attempt.aborted || !deadline.hasRoomFor(0)) {
          throw notLeaving();
        }
        deadline.within(campaign.sendDeadlineMs);
        dropDatesThatHaveCome(messages, this.api.time);
      },
      () => giveUpIfStopped(),
    );
    const giveUpIfStopped = () => {
      if (campaign.stopped !== undefined && !departure.hasLeft) end();
    };
    // What still waits for a login, a place or a turn needs not wait any longer.
    const unlisten = campaign.onStop(giveUpIfStopped);
    deadline.addEventListener('abort', end);
    if (deadline.aborted) end();
    giveUpIfStopped();

    const release = () => {
      unlisten();
      deadline.removeEventListener('abort', end);
    };
    const dispatched = this.#dispatched(messages, { campaign, attempt, departure, release });
    return deadline.nearing.race(dispatched, () => {
      if (!departure.hasLeft) return dispatched;
      const pending = { messages, verdict: dispatched };
      const doubt = { messages, cause: lateAnswer(), pending };
      return { closed: [], doubt, hasLeft: true };
    });
  }

  async #dispatched(
    messages: readonly PreparedSms[],
    { campaign, attempt, departure, release }: UnderWay,
  ): Promise<Dispatch> {
    const { urgent } = campaign;
    const call: CallOptions = { urgent, signal: attempt, departure, patient: true };
    try {
      campaign.throwIfStopped();
      // Here too: messages that differ by their date alone go through a cheaper endpoint without.
      dropDatesThatHaveCome(messages, this.api.time);
      const answer = await attempt.race(submit(this.api, messages, call), () => {
        if (departure.hasLeft) throw lateAnswer();
        throw notLeaving(campaign.stopped);
      });
      return { ...judgeAnswer(messages, answer), hasLeft: true };
    } catch (error) {
      return { ...judgeFailure(messages, error), hasLeft: departure.hasLeft };
    } finally {
      release();
    }
  }
}

/** Why a call is not made, or given up before it has left. */
function notLeaving(stopped: UnsentReason = 'unreachable'): PayamSmsUnsentError {
  if (stopped !== 'unreachable') return new PayamSmsUnsentError(stopped);
  const cause = new Error('its time was over before it could leave');
  return new PayamSmsUnsentError(stopped, {
    cause: new PayamSmsTransportError('send', { cause, requestSent: false }),
  });
}

function lateAnswer(): PayamSmsTransportError {
  return new PayamSmsTransportError('send', {
    cause: new Error('no answer before the deadline'),
  });
}
