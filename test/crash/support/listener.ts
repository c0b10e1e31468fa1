// An app of its own that listens, and writes down what it hears before it says that it has handled it. It lives until it is
// killed, or told to end.
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { openSync, writeSync } from 'node:fs';
import {
  type DeliveryUpdate,
  type InboundSms,
  OnDelivery,
  OnInboundSms,
  PayamSmsModule,
} from '../../../lib/index.js';
import type { ListenerOrders } from './orders.js';

const { journal, store, options } = JSON.parse(process.env.CRASH_ORDERS ?? '') as ListenerOrders;
// At once and whole, so that what was heard stands even if this is the last thing the process does.
const file = openSync(journal, 'a');
const writeDown = (heard: object) => {
  writeSync(file, `${JSON.stringify(heard)}\n`);
  process.send?.('heard');
};

@Injectable()
class Listener {
  @OnInboundSms()
  async onText({ id, to }: InboundSms): Promise<void> {
    // By a clock that all processes of the machine share.
    writeDown({ id, to, atNs: String(process.hrtime.bigint()) });
    await new Promise(setImmediate);
  }

  @OnDelivery()
  async onDelivery({ serverId, state, final }: DeliveryUpdate): Promise<void> {
    writeDown({ serverId, state, final });
    await new Promise(setImmediate);
  }
}

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    ScheduleModule.forRoot(),
    PayamSmsModule.forRoot({ ...options, store }),
  ],
  providers: [Listener],
})
class App {}

const app = await NestFactory.createApplicationContext(App, { logger: ['error'] });
process.send?.('up');
process.once('message', () => {
  void app.close().then(() => process.disconnect());
});
