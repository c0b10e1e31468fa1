// A process of its own that sends a campaign and says what it is told, a line each, until it is killed.
import { NestFactory } from '@nestjs/core';
import { PayamSmsModule, SmsService } from '../../../lib/index.js';
import type { Told } from './ledger.js';
import { type SenderOrders, write } from './texts.js';

const { messages, nowMs, options } = JSON.parse(process.env.CHAOS_ORDERS ?? '') as SenderOrders;

function* campaign() {
  for (let n = 0; n < messages; n++) yield write(n, { nowMs, owned: true }).message;
}

const app = await NestFactory.createApplicationContext(PayamSmsModule.forRoot(options), {
  logger: false,
});
const sms = app.get(SmsService, { strict: false });
for await (const outcome of sms.stream(campaign(), { resume: true })) {
  const { status, index, customerId } = outcome;
  const told: Told = { status, index, customerId };
  if (outcome.status === 'accepted') told.serverId = outcome.serverId;
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
await app.close();
