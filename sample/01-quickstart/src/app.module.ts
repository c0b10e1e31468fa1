import { Module } from '@nestjs/common';
import { ConditionalModule, ConfigModule } from '@nestjs/config';
import { PayamSmsModule } from 'nestjs-payamsms';
import { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { AccountController } from './account/account.controller.js';
import { BroadcastController } from './messages/broadcast.controller.js';
import { MessagesController } from './messages/messages.controller.js';
import { OtpController } from './otp/otp.controller.js';
import { OtpService } from './otp/otp.service.js';
import { ScheduledController } from './scheduled/scheduled.controller.js';
import { SimulatorModule } from './simulator/simulator.module.js';
import { SimulatedStory } from './story/simulated-story.js';
import { Story } from './story/story.js';

const hasAccount = (env: NodeJS.ProcessEnv) => Boolean(env.PAYAMSMS_CLIENT_ID);

/** A real account: everything comes from the PAYAMSMS_* variables. */
const RealPayamSms = ConditionalModule.registerWhen(PayamSmsModule.forRootAsync(), hasAccount, {
  debug: false,
});

/** No account: the simulator tells where it listens and what it takes for a login. */
const SimulatedPayamSms = ConditionalModule.registerWhen(
  PayamSmsModule.forRootAsync({
    imports: [SimulatorModule],
    inject: [PayamSmsSimulator],
    useFactory: (simulator: PayamSmsSimulator) => ({
      baseUrl: simulator.url,
      ...simulator.credentials,
      sender: '982000123',
    }),
  }),
  (env) => !hasAccount(env),
  { debug: false },
);

@Module({
  imports: [ConfigModule.forRoot(), RealPayamSms, SimulatedPayamSms],
  controllers: [
    OtpController,
    BroadcastController,
    MessagesController,
    ScheduledController,
    AccountController,
  ],
  providers: [OtpService, Story, SimulatedStory],
})
export class AppModule {}
