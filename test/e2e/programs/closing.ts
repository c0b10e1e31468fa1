import { NestFactory } from '@nestjs/core';
import { once } from 'node:events';
import { PayamSmsModule, SmsService } from '../../../lib/index.js';

// Closes its app while nobody says what became of its text. Nothing here ends the process.
const app = await NestFactory.createApplicationContext(PayamSmsModule.forRootAsync(), {
  logger: false,
});
const sms = app.get(SmsService, { strict: false });
const outcomes = sms.sendMany([{ recipient: '09121234567', body: 'hello' }]);
process.stdout.write('sending\n');
await once(process.stdin, 'data');
process.stdin.destroy();
await app.close();
const { unknown } = await outcomes;
process.stdout.write(`closed, ${unknown.length} unknown\n`);
