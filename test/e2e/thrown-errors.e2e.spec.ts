import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  type InboundFailure,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
} from 'nestjs-payamsms';
import { bootApp, NEVER } from '../support/boot.js';
import { type Logs, recordLogs } from '../support/logs.js';
import { MARKED, MARKED_NUMBER, MARKED_TEXT } from '../support/marked.js';
import { SENDER } from '../support/numbers.js';
import { startSimulator } from '../support/simulator.js';
import { givenAway, KINDS, withRequest } from '../support/thrown.js';
import { until } from '../support/waiting.js';

/** All listeners there are fail in the same way. */
@Injectable()
class Shop {
  readonly failures: InboundFailure[] = [];
  make: () => unknown = () => undefined;

  @OnInboundSms()
  onText(): Promise<void> {
    return Promise.reject(this.make());
  }

  @OnInboundFailed()
  onFailed(failure: InboundFailure): Promise<void> {
    this.failures.push(failure);
    return Promise.reject(this.make());
  }

  @OnDelivery()
  onDelivery(): Promise<void> {
    return Promise.reject(this.make());
  }

  @OnLowBalance()
  onLow(): Promise<void> {
    return Promise.reject(this.make());
  }
}

let logs: Logs;

async function shopThatFailsBy(make: () => unknown) {
  const sim = await startSimulator({ credentials: MARKED, credit: 5_000 });
  const app = await bootApp(sim, {
    listeners: [Shop],
    inbox: { numbers: [SENDER], cron: NEVER, maxAttempts: 1 },
    delivery: { cron: NEVER, ladder: ['1ms', '1h'] },
    balance: { lowThreshold: 10_000, cron: NEVER },
  });
  logs = recordLogs();
  const shop = app.get(Shop);
  shop.make = make;
  // Now that all is taken down and fails as it should.
  sim.receive({ from: MARKED_NUMBER, to: SENDER, body: MARKED_TEXT });
  await app.sms.send({ recipient: MARKED_NUMBER, body: MARKED_TEXT });
  return { app, shop };
}

const isTold = (method: string, shown: string) => String(logs).includes(`Shop.${method}: ${shown}`);

/** The others are looked at where they are described, see test/events. */
const HERE = new Set(['an error', 'an error of axios', 'a text', 'no prototype']);

describe('whatever a listener throws, the log names it and the class, and nothing else', () => {
  it.each(KINDS.filter(([kind]) => HERE.has(kind)))('%s', async (_, make, shown) => {
    const { app, shop } = await shopThatFailsBy(make);
    const { inbox, delivery } = app;
    await until('all are told of', async () => {
      await Promise.all([inbox.poll(), delivery.poll()]);
      return ['onText', 'onFailed', 'onDelivery'].every((method) => isTold(method, shown));
    });
    const failures = [...shop.failures, ...(await inbox.failed())];
    // By the whole id, which is what one has to look for and to hand to retryFailed.
    expect(String(logs)).toContain(`Text ${failures[0]!.sms.id} to 98`);
    const kept = failures.map(({ error }) => error);
    expect(kept).toEqual(kept.map(() => expect.stringContaining(`Shop.onText: ${shown}`)));
    expect(givenAway([...logs.written, ...kept].join('\n'))).toEqual([]);
  });

  it('so too of the balance', async () => {
    const { app } = await shopThatFailsBy(withRequest);
    await until('it is told of', async () => {
      await app.tick('balance');
      return isTold('onLow', 'AxiosError (ERR_BAD_REQUEST)');
    });
    expect(givenAway(String(logs))).toEqual([]);
  });
});
