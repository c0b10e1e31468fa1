// A fresh process of delivery.mjs: follows many messages (`follow`), or polls until all of them are told (`poll`).
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { DeliveryService, OnDelivery, PayamSmsModule } from '../dist/index.js';
import { SqliteStore } from '../dist/store/sqlite/index.js';
import { ACCOUNT, boot } from './app.mjs';

const FIRST_ID = 8_000_000_000_000_000_000n;
const AT_ONCE = 10_000;

const [work, file, argument, url] = process.argv.slice(2);
const count = Number(argument);

/** As a campaign of an hour ago left them. */
async function follow() {
  const store = new SqliteStore(file);
  await store.open();
  const startAt = new Date(Date.now() - 3_600_000);
  for (let n = 0; n < count; n += AT_ONCE) {
    await store.account('').delivery.follow(
      Array.from({ length: Math.min(AT_ONCE, count - n) }, (_, i) => ({
        by: 'serverId',
        id: String(FIRST_ID + BigInt(n + i)),
        customerId: `c${n + i}`,
        startAt,
        dueAt: new Date(startAt.getTime() + n + i),
      })),
    );
  }
  await store.close();
  return {};
}

/** Listens as an app does: under the decorator, through Nest. */
class Listener {
  final = 0;

  async hear({ final }) {
    if (final) this.final++;
  }
}
OnDelivery()(
  Listener.prototype,
  'hear',
  Object.getOwnPropertyDescriptor(Listener.prototype, 'hear'),
);
class Listeners {}
Module({ providers: [Listener] })(Listeners);

async function poll() {
  const app = await boot(
    EventEmitterModule.forRoot(),
    ScheduleModule.forRoot(),
    Listeners,
    PayamSmsModule.forRoot({
      baseUrl: url,
      ...ACCOUNT,
      store: new SqliteStore(file),
      // Polled by hand: the job is there, and does not tick.
      delivery: { cron: '0 0 1 1 *' },
    }),
  );
  const { user, system } = process.cpuUsage();
  const started = performance.now();
  const told = await app.get(DeliveryService, { strict: false }).poll();
  const seconds = (performance.now() - started) / 1000;
  const cpu = process.cpuUsage({ user, system });
  const { final } = app.get(Listener, { strict: false });
  if (told !== count || final !== count) {
    throw new Error(`expected ${count} told, got ${told}, and ${final} heard`);
  }
  await app.close();
  return {
    seconds,
    states: count / seconds,
    cpuMicros: (cpu.user + cpu.system) / count,
    // The kernel's own count, in kilobytes.
    maxRss: process.resourceUsage().maxRSS / 1024,
  };
}

const told = await { follow, poll }[work]();
// By itself it is what `node --cpu-prof` can look into.
if (process.send) process.send(told, () => process.exit());
else console.log(told);
