import { Injectable } from '@nestjs/common';
import {
  type InboundFailure,
  type InboundSms,
  OnInboundFailed,
  OnInboundSms,
  SmsService,
} from 'nestjs-payamsms';
import { page } from '../page.js';
import { Ballot } from './ballot.js';

/** A phone texts a vote and gets an answer, from the line that it wrote to. */
@Injectable()
export class SurveyListener {
  /** Texts that were answered. A text may come again after a crash, but not its answer. */
  readonly #answered = new Set<string>();

  constructor(
    private readonly ballot: Ballot,
    private readonly sms: SmsService,
  ) {}

  @OnInboundSms()
  async onText(text: InboundSms): Promise<void> {
    if (this.#answered.has(text.id)) return;
    page.row('text', text.from, text.body);
    const answer = this.ballot.cast(text.from, text.body);
    const { serverId } = await this.sms.reply(text, answer);
    this.#answered.add(text.id);
    page.row('answer', `serverId ${serverId}`, answer);
  }

  @OnInboundFailed()
  onFailure({ sms, error, attempts }: InboundFailure): void {
    page.row('set aside', `text ${sms.id}`, `after ${attempts} attempts: ${error}`);
  }
}
