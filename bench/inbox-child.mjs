// A fresh process of inbox.mjs: polls an inbox on SQLite into an empty async listener, and tells the time and memory that took.
import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { InboxService, OnInboundSms, PayamSmsModule } from '../dist/index.js';
import { SqliteStore } from '../dist/store/sqlite/index.js';
import { ACCOUNT, boot } from './app.mjs';

const [url, argument, overlapMs] = process.argv.slice(2);
const total = Number(argument);
const directory = mkdtempSync(join(tmpdir(), 'payamsms-bench-'));
const tally = { heard: 0 };

class Listener {
  async onText() {
    tally.heard++;
  }
}
Injectable()(Listener);
OnInboundSms()(
  Listener.prototype,
  'onText',
  Object.getOwnPropertyDescriptor(Listener.prototype, 'onText'),
);
class ListenerModule {}

const app = await boot(
  EventEmitterModule.forRoot(),
  // No cron job: the polls are made by hand.
  ScheduleModule.forRoot({ cronJobs: false }),
  PayamSmsModule.forRoot({
    baseUrl: url,
    ...ACCOUNT,
    store: new SqliteStore(join(directory, 'bench.sqlite')),
    inbox: { numbers: ['982000'], startFrom: 'all', overlapMs: Number(overlapMs) },
  }),
  { module: ListenerModule, providers: [Listener] },
);
const inbox = app.get(InboxService, { strict: false });

const started = performance.now();
const cpuBefore = process.cpuUsage();
while (tally.heard < total) await inbox.poll();
const { user, system } = process.cpuUsage(cpuBefore);
const seconds = (performance.now() - started) / 1000;

process.send({
  seconds,
  cpuSeconds: (user + system) / 1e6,
  maxRss: process.resourceUsage().maxRSS / 1024,
});
// The parent counts the reads before and after this one, in which there is nothing new.
await once(process, 'message');
process.send({ handled: await inbox.poll(), ...tally });
await once(process, 'disconnect');
await app.close();
rmSync(directory, { recursive: true });
