import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { type InboundSms, OnInboundSms } from 'nestjs-payamsms';
import { atEnd } from '../support/at-end.js';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { until } from '../support/waiting.js';
import { PostgresServer } from './support/postgres-server.js';
import { RedisServer } from './support/redis-server.js';

const NUMBER = '982000123';

@Injectable()
class Listener {
  static readonly heard: string[] = [];

  @OnInboundSms()
  hear({ body }: InboundSms): void {
    Listener.heard.push(body);
  }
}

let redis: RedisServer;
let postgres: PostgresServer;
beforeAll(async () => {
  [redis, postgres] = await Promise.all([RedisServer.start(), PostgresServer.start()]);
});
afterAll(() => Promise.all([redis.remove(), postgres.remove()]));

describe.each([
  ['Redis', () => redis.url],
  ['PostgreSQL', () => postgres.url],
])('two processes of an app on one %s, which a text names', (_, urlOf) => {
  it('hear each text once, and one goes on where the other ended', async () => {
    Listener.heard.length = 0;
    const sim = await startSimulator();
    const start = () =>
      bootApp(sim, {
        store: urlOf(),
        inbox: { numbers: [NUMBER], cron: '* * * * * *', startFrom: 'all', overlapMs: 0 },
        listeners: [Listener],
      });
    for (let n = 0; n < 30; n++)
      sim.receive({ from: '09120000000', to: NUMBER, body: `text ${n}` });
    const apps = await Promise.all([start(), start()]);
    await until('all are heard', () => Listener.heard.length >= 30);
    await apps[0].close();
    sim.receive({ from: '09120000000', to: NUMBER, body: 'late' });
    await until('the other has gone on', () => Listener.heard.includes('late'));
    expect(Listener.heard).toEqual([
      ...Array.from({ length: 30 }, (_unused, n) => `text ${n}`),
      'late',
    ]);
  });
});

it('an app on a Redis that may forget does not start from what is unread', async () => {
  const server = await RedisServer.start({ appendonly: 'no', save: '' });
  atEnd(() => server.remove());
  const sim = await startSimulator();
  const inbox = { numbers: [NUMBER], cron: '* * * * * *' };
  const start = bootApp(sim, { store: server.url, inbox, listeners: [Listener] });
  await expect(start).rejects.toThrow(/inbox\.startFrom .*choose now, all, an id or a date/s);
});
