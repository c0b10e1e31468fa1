import { Injectable, type Type } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import {
  type InboundFailure,
  type InboundSms,
  InboxService,
  OnInboundFailed,
  OnInboundSms,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  SmsService,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { SENDER, type Stage } from '../../support/stage.js';
import { until } from '../../support/waiting.js';

/** A listener that keeps what it is given, and fails as the test says. */
@Injectable()
export class Recorder {
  readonly heard: InboundSms[] = [];
  readonly failures: InboundFailure[] = [];
  /** What becomes of a text; resolves by default. */
  behave: (sms: InboundSms) => unknown = () => undefined;

  @OnInboundSms()
  async onText(sms: InboundSms): Promise<void> {
    await this.behave(sms);
    this.heard.push(sms);
  }

  @OnInboundFailed()
  onFailed(failure: InboundFailure): void {
    this.failures.push(failure);
  }

  get bodies(): string[] {
    return this.heard.map(({ body }) => body);
  }

  hears(...bodies: string[]): Promise<void> {
    return until(
      `heard ${bodies.join(', ')} (but: ${this.bodies.join(', ')})`,
      () => JSON.stringify(this.bodies) === JSON.stringify(bodies),
    );
  }
}

/** A cron job that no test lives to see tick: polls come at the start and by hand. */
export const NEVER = '0 0 1 1 *';

type InboxTestOptions = Partial<PayamSmsModuleOptions> & { listeners?: Type[] };

export const settingsFor = (
  sim: { url: string; credentials: PayamSmsSimulator['credentials'] },
  options: Partial<PayamSmsModuleOptions>,
): PayamSmsModuleOptions => ({
  baseUrl: sim.url,
  ...sim.credentials,
  sender: SENDER,
  retry: { baseDelayMs: 1 },
  ...options,
  inbox: { numbers: [SENDER], cron: NEVER, ...options.inbox },
});

/** An app that polls, and who listens in it. */
export async function listen(
  stage: Stage,
  sim: { url: string; credentials: PayamSmsSimulator['credentials'] },
  { listeners = [Recorder], ...options }: InboxTestOptions = {},
) {
  const context = await stage.context({
    imports: [
      EventEmitterModule.forRoot(),
      ScheduleModule.forRoot(),
      PayamSmsModule.forRoot(settingsFor(sim, options)),
    ],
    providers: listeners,
  });
  return {
    context,
    inbox: context.get(InboxService, { strict: false }),
    sms: context.get(SmsService, { strict: false }),
    recorder: listeners.includes(Recorder) ? context.get(Recorder) : new Recorder(),
  };
}

export const text = (body: string, more: object = {}) => ({
  from: '09121234567',
  to: SENDER,
  body,
  ...more,
});
