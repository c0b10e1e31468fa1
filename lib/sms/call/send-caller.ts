import { Injectable } from '@nestjs/common';
import { PayamSmsApi } from '../../api/payamsms.api.js';
import { NothingToSend } from '../../http/attempt.js';
import { type CallResult, resultOfAnswer, resultOfFailure } from './call-result.js';
import type { SendCall } from './send-call.js';

/** Makes a call that sends messages. */
@Injectable()
export class SendCaller {
  constructor(private readonly api: PayamSmsApi) {}

  /**
   * @param urgent goes ahead of all calls that are not
   * @returns `undefined` when all of its attempts ended before it left
   * @throws what is no error of this package: a defect
   */
  async call(call: SendCall, urgent: boolean): Promise<CallResult | undefined> {
    try {
      const options = { urgent, attempt: call, patient: true };
      const answer = await this.api.send(() => call.load(), options);
      return resultOfAnswer(call.messages, answer);
    } catch (error) {
      if (error instanceof NothingToSend) return undefined;
      call.fillWithFailed();
      const hasLeft = call.attempts.some((attempt) => attempt.hasLeft);
      return resultOfFailure(call.messages, error, hasLeft);
    }
  }
}
