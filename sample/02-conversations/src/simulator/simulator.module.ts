import { Global, Module, type OnApplicationShutdown } from '@nestjs/common';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PayamSmsSimulator } from 'nestjs-payamsms/simulator';

/** The account's line that people write to. */
export const SIMULATED_LINE = '982000123';

/** A PayamSMS that lives and ends with the app. */
@Global()
@Module({
  providers: [{ provide: PayamSmsSimulator, useFactory: () => PayamSmsSimulator.start() }],
  exports: [PayamSmsSimulator],
})
export class SimulatorModule implements OnApplicationShutdown {
  constructor(private readonly simulator: PayamSmsSimulator) {}

  static freshFile(): string {
    return join(mkdtempSync(join(tmpdir(), 'conversations-')), 'sms.db');
  }

  async onApplicationShutdown(): Promise<void> {
    await this.simulator.close();
  }
}
