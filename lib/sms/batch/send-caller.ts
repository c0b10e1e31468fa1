import { Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { dropDatesThatHaveCome, type PreparedSms } from '../prepare.js';
import type { Deadline } from '../run/deadline.js';
import { lateAnswer, SendAttempt } from '../run/send-attempt.js';
import type { SendRun } from '../run/send-run.js';
import { type CallResult, resultOfAnswer, resultOfFailure } from './call-result.js';
import { submit } from './submission.js';

/** Sends messages in one call. */
@Injectable()
export class SendCaller {
  constructor(private readonly api: PayamSmsApi) {}

  call(messages: readonly PreparedSms[], run: SendRun, deadline: Deadline): Promise<CallResult> {
    // The caller waits for a single message: its time includes the wait for a place.
    if (run.urgent) deadline.within(run.sendDeadlineMs);
    const attempt = new SendAttempt(run, deadline, () => {
      dropDatesThatHaveCome(messages, this.api.time);
    });
    const result = this.#resultOf(messages, attempt, run.urgent);
    return deadline.lastChance.race(result, () => {
      if (!attempt.hasLeft) return result;
      const late = { messages, result };
      return { hasLeft: true, certain: [], inDoubt: { messages, cause: lateAnswer(), late } };
    });
  }

  async #resultOf(
    messages: readonly PreparedSms[],
    attempt: SendAttempt,
    urgent: boolean,
  ): Promise<CallResult> {
    try {
      const answer = await attempt.result(() => {
        // Here too: messages that differ by their date alone go through a cheaper endpoint without.
        dropDatesThatHaveCome(messages, this.api.time);
        return submit(this.api, messages, { urgent, attempt, patient: true });
      });
      return resultOfAnswer(messages, answer);
    } catch (error) {
      return resultOfFailure(messages, error, attempt.hasLeft);
    }
  }
}
