import { Module } from '@nestjs/common';
import { ConditionalModule, ConfigModule } from '@nestjs/config';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { PayamSmsModule, type PayamSmsModuleOptions, payamSmsConfig } from 'nestjs-payamsms';
import { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { DeliveryListener } from './delivery/delivery.listener.js';
import { SIMULATED_LINE, SimulatorModule } from './simulator/simulator.module.js';
import { Story } from './story.js';
import { Ballot } from './survey/ballot.js';
import { SurveyListener } from './survey/survey.listener.js';

const hasAccount = (env: NodeJS.ProcessEnv) => Boolean(env.PAYAMSMS_CLIENT_ID);

/** A real account: the PAYAMSMS_* variables, PAYAMSMS_INBOX_NUMBERS among them, and a file that stays. */
const RealPayamSms = ConditionalModule.registerWhen(
  PayamSmsModule.forRootAsync({
    ...payamSmsConfig.asProvider(),
    useFactory: (options: PayamSmsModuleOptions) => ({
      ...options,
      delivery: true,
      store: new SqliteStore('conversations.db'),
    }),
  }),
  hasAccount,
  { debug: false },
);

/** No account: a simulated one that begins anew with each start, and so does what is remembered of it. */
const SimulatedPayamSms = ConditionalModule.registerWhen(
  PayamSmsModule.forRootAsync({
    imports: [SimulatorModule],
    inject: [PayamSmsSimulator],
    useFactory: (simulator: PayamSmsSimulator) => ({
      baseUrl: simulator.url,
      ...simulator.credentials,
      inbox: { numbers: [SIMULATED_LINE], cron: '* * * * * *' },
      delivery: { ladder: ['1s', '2s', '5s', '10s'], cron: '* * * * * *' },
      store: new SqliteStore(SimulatorModule.freshFile()),
    }),
  }),
  (env) => !hasAccount(env),
  { debug: false },
);

@Module({
  imports: [
    ConfigModule.forRoot(),
    EventEmitterModule.forRoot(),
    ScheduleModule.forRoot(),
    RealPayamSms,
    SimulatedPayamSms,
  ],
  providers: [Ballot, SurveyListener, DeliveryListener, Story],
})
export class AppModule {}
