import { Injectable, type Type } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import {
  DeliveryService,
  type DeliveryUpdate,
  OnDelivery,
  PayamSmsModule,
  type PayamSmsModuleOptions,
} from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { SENDER, servicesOf, type Stage } from '../../support/stage.js';

/** A listener that keeps what it is given, and fails as the test says. */
@Injectable()
export class Recorder {
  readonly heard: DeliveryUpdate[] = [];
  /** What becomes of an update; resolves by default. */
  behave: (update: DeliveryUpdate) => unknown = () => undefined;

  @OnDelivery()
  async onDelivery(update: DeliveryUpdate): Promise<void> {
    await this.behave(update);
    this.heard.push(update);
  }

  /** What was heard since the last time, sorted: `1000000 delivered!` for a final state. */
  news(): string[] {
    return this.heard
      .splice(0)
      .map(({ serverId, state, final }) => `${serverId} ${state}${final ? '!' : ''}`)
      .toSorted();
  }
}

/** A cron job that no test lives to see tick: polls come at the start and by hand. */
export const NEVER = '0 0 1 1 *';

type FollowingOptions = Partial<PayamSmsModuleOptions> & { listeners?: Type[] };

/** An app that follows what it sends, and who listens in it. */
export async function follow(
  stage: Stage,
  sim: Pick<PayamSmsSimulator, 'url' | 'credentials'>,
  { listeners = [Recorder], ...options }: FollowingOptions = {},
) {
  const context = await stage.context({
    imports: [
      EventEmitterModule.forRoot(),
      ScheduleModule.forRoot(),
      PayamSmsModule.forRoot({
        baseUrl: sim.url,
        ...sim.credentials,
        sender: SENDER,
        retry: { baseDelayMs: 1 },
        settleMs: 10,
        delivery: { cron: NEVER },
        ...options,
      }),
    ],
    providers: listeners,
  });
  return {
    ...servicesOf(context),
    delivery: context.get(DeliveryService, { strict: false }),
    recorder: listeners.includes(Recorder) ? context.get(Recorder) : new Recorder(),
  };
}
