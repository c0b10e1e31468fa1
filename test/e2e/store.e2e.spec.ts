import { describe, expect, it } from '@jest/globals';
import { Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type AccountStore, PayamSmsModule, PayamSmsStoreError } from 'nestjs-payamsms';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { MemoryAccount } from '../../lib/store/memory/memory-account.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { STORE } from '../../lib/store/open-store.js';
import { bootApp, bootModule, ANYBODY } from '../support/boot.js';
import { startSimulator, sendsTo } from '../support/simulator.js';
import { mobile } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';
import { until } from '../support/waiting.js';

const BASE = { baseUrl: 'http://127.0.0.1:9', ...ANYBODY };

/** Writes down when it is opened and closed. */
class Watched extends MemoryStore {
  constructor(private readonly events: string[]) {
    super();
  }

  override async open(): Promise<void> {
    await new Promise(setImmediate);
    this.events.push('opened');
  }

  override async close(): Promise<void> {
    this.events.push('closed');
  }
}

describe('the store', () => {
  it('is in memory when none is given', async () => {
    const { context } = await bootApp({ url: BASE.baseUrl });
    expect(context.get(STORE)).toBeInstanceOf(MemoryAccount);
  });

  it('is open before it is injected anywhere', async () => {
    const events: string[] = [];
    const store = new Watched(events);

    @Injectable()
    class Early implements OnModuleInit {
      constructor(@Inject(STORE) given: AccountStore) {
        expect(given).toBe(store.account(''));
        events.push('injected');
      }

      onModuleInit(): void {
        events.push('initialised');
      }
    }
    @Module({ providers: [Early], exports: [Early] })
    class Extension {}
    const payamSms = PayamSmsModule.forRoot({ ...BASE, store });
    await bootModule({ imports: [{ ...payamSms, exports: [STORE] }, Extension] });
    expect(events).toEqual(['opened', 'injected', 'initialised']);
  });

  it('is closed once, after the last send has its outcome', async () => {
    const events: string[] = [];
    const sim = await startSimulator();
    const { context, sms } = await bootApp(sim, { store: new Watched(events) });
    sim.fail('send', 'slow', { delayMs: 200 });
    const sent = sms.send({ recipient: mobile(), body: 'hello' }).then(() => events.push('sent'));
    await until('the send is under way', () => sendsTo(sim) > 0);
    await context.close();
    await sent;
    expect(events).toEqual(['opened', 'sent', 'closed']);
  });

  it('stops the start with its own error when it does not open', async () => {
    const store = new SqliteStore('/nowhere/at/all/sms.db');
    const error = await failureOf(
      NestFactory.createApplicationContext(PayamSmsModule.forRoot({ ...BASE, store }), {
        logger: false,
        abortOnError: false,
      }),
    );
    expect(error).toBeInstanceOf(PayamSmsStoreError);
    expect(error).toMatchObject({ reason: 'no-directory', file: '/nowhere/at/all/sms.db' });
  });
});
