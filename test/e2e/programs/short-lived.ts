import { NestFactory } from '@nestjs/core';
import { PayamSmsModule, SmsService } from '../../../lib/index.js';

// Nothing here ends the process: it has to end because nothing is left to do.
const app = await NestFactory.createApplicationContext(PayamSmsModule.forRootAsync(), {
  logger: ['error'],
});
const report = await app
  .get(SmsService, { strict: false })
  .sendMany([{ recipient: '09121234567', body: 'hello' }]);
const [outcome] = [report.accepted, report.rejected, report.unsent, report.unknown].flat();
process.stdout.write(`${outcome?.status}\n`);
await app.close();
process.stdout.write('closed\n');
