import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { PayamSmsSimulator } from 'nestjs-payamsms/simulator';

/** A PayamSMS that lives and ends with the app. */
@Global()
@Module({
  providers: [{ provide: PayamSmsSimulator, useFactory: () => PayamSmsSimulator.start() }],
  exports: [PayamSmsSimulator],
})
export class SimulatorModule implements OnApplicationShutdown {
  constructor(private readonly simulator: PayamSmsSimulator) {}

  async onApplicationShutdown(): Promise<void> {
    await this.simulator.close();
  }
}
