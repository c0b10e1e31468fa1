import { describe, expect, it } from '@jest/globals';
import { Global, Inject, Injectable, Logger, Module, Scope } from '@nestjs/common';
import { EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ScheduleModule } from '@nestjs/schedule';
import { type InboundSms, OnInboundSms, PayamSmsModule } from 'nestjs-payamsms';
import { bootModule } from '../../support/boot.js';
import { startSimulator, countOf } from '../../support/simulator.js';
import { failureOf } from '../../support/failure.js';
import { until } from '../../support/waiting.js';
import { deferred } from '../../support/deferred.js';
import { Recorder } from '../../support/recorder.js';
import { listen, inboxSettings, text } from './support/listening.js';

describe('a listener', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('once');
      },
    ],
    ['rejects', () => Promise.reject(new Error('once'))],
    ['hangs', () => new Promise(() => undefined)],
  ])('that %s once has the text again a second later', async (_, misbehave) => {
    const sim = await startSimulator();
    const { recorder, inbox } = await listen(sim, { inbox: { handlerTimeoutMs: 100 } });
    let times = 1;
    recorder.whenText = () => (times-- > 0 ? misbehave() : undefined);
    for (const body of ['a', 'b']) sim.receive(text(body));
    await inbox.poll();
    expect(recorder.texts).toEqual([]);
    await recorder.hasTexts('a', 'b');
  });

  it('that is request-scoped is made anew for each text, and its failures count', async () => {
    const made: string[] = [];
    @Injectable({ scope: Scope.REQUEST })
    class Scoped {
      constructor(@Inject(Recorder) private readonly recorder: Recorder) {
        made.push('one');
      }

      @OnInboundSms()
      async onText(sms: InboundSms): Promise<void> {
        await this.recorder.whenText(sms);
      }
    }
    const sim = await startSimulator();
    const { recorder, inbox } = await listen(sim, { listeners: [Recorder, Scoped] });
    let times = 2;
    recorder.whenText = () => {
      if (times-- > 0) throw new Error('both listeners, once');
    };
    for (const body of ['a', 'b']) sim.receive(text(body));
    await inbox.poll();
    await recorder.hasTexts('a', 'b');
    expect(made).toEqual(['one', 'one', 'one']);
  });

  it('with a plain @OnEvent swallows its errors, so its text counts as handled', async () => {
    @Injectable()
    class Plain {
      calls = 0;
      @OnEvent('payamsms.inbound')
      onText(): void {
        this.calls++;
        throw new Error('swallowed');
      }
    }
    const sim = await startSimulator();
    sim.receive(text('a'));
    const { context, inbox } = await listen(sim, { listeners: [Plain] });
    Logger.overrideLogger(false);
    await until('it was called', () => context.get(Plain).calls === 1);
    await inbox.poll();
    expect(context.get(Plain).calls).toBe(1);
  });

  it('is waited for: without one nothing is fetched', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const { inbox } = await listen(sim, { listeners: [] });
    expect(await inbox.poll()).toBe(0);
    expect(countOf(sim, 'getInbox')).toBe(0);
  });

  it('is heard whichever of the modules was imported first', async () => {
    const modules = [EventEmitterModule.forRoot(), ScheduleModule.forRoot()];
    for (const order of [(own: object) => [...modules, own], (own: object) => [own, ...modules]]) {
      const sim = await startSimulator();
      sim.receive(text('a'));
      const own = PayamSmsModule.forRoot(inboxSettings(sim));
      const { context } = await bootModule({ imports: order(own) as never, providers: [Recorder] });
      const recorder = context.get(Recorder);
      await recorder.hasTexts('a');
      expect(recorder.texts).toHaveLength(1);
    }
  });

  it('is waited for until the emitter has subscribed it, however late that is', async () => {
    @Global()
    @Module({})
    class Slow {
      async onApplicationBootstrap(): Promise<void> {
        for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
      }
    }
    const sim = await startSimulator();
    sim.receive(text('a'));
    const own = PayamSmsModule.forRoot(inboxSettings(sim));
    const { context } = await bootModule({
      imports: [own, Slow, EventEmitterModule.forRoot(), ScheduleModule.forRoot()],
      providers: [Recorder],
    });
    const recorder = context.get(Recorder);
    await recorder.hasTexts('a');
    expect(recorder.texts).toHaveLength(1);
  });

  it('may answer from inside', async () => {
    const sim = await startSimulator();
    const { recorder, inbox, sms } = await listen(sim);
    recorder.whenText = (inbound) => sms.reply(inbound, 'thanks');
    sim.receive(text('a'));
    await inbox.poll();
    expect(sim.messages).toMatchObject([{ recipient: '989121234567', body: 'thanks' }]);
  });
});

async function withOneAside() {
  const sim = await startSimulator();
  const app = await listen(sim, { inbox: { maxAttempts: 1 } });
  app.recorder.whenText = ({ body }) => {
    if (body.startsWith('poison')) throw new Error(`cannot read ${body} of 09121234567`);
  };
  for (const body of ['poison pill', 'good']) sim.receive(text(body));
  await app.inbox.poll();
  await until('it is announced', () => app.recorder.failures.length === 1);
  return app;
}

describe('a text that was set aside', () => {
  it('is kept and announced, without its text or a number in the error', async () => {
    const { inbox, recorder } = await withOneAside();
    expect(recorder.bodies).toEqual(['good']);
    const [failure, ...others] = await inbox.failed();
    expect(others).toEqual([]);
    expect(failure).toEqual(recorder.failures[0]);
    expect(failure).toMatchObject({ sms: { body: 'poison pill' }, attempts: 1 });
    expect(failure?.error).not.toMatch(/poison|09121234567/);
  });

  it('can be handed over again, and is counted when it fails again', async () => {
    const { inbox, recorder } = await withOneAside();
    const { id } = (await inbox.failed())[0]!.sms;
    expect(await failureOf(inbox.retryFailed(id))).toMatchObject({
      message: expect.stringContaining('cannot read'),
    });
    expect(await inbox.failed()).toMatchObject([{ attempts: 2 }]);
    recorder.whenText = () => undefined;
    await inbox.retryFailed(id);
    expect(recorder.bodies).toEqual(['good', 'poison pill']);
    expect(await inbox.failed()).toEqual([]);
    expect(await failureOf(inbox.retryFailed(id))).toBeInstanceOf(RangeError);
  });

  it('can be given up', async () => {
    const { inbox } = await withOneAside();
    const { id } = (await inbox.failed())[0]!.sms;
    expect([await inbox.forget(id), await inbox.forget(id)]).toEqual([true, false]);
    expect(await inbox.failed()).toEqual([]);
  });
});

describe('a shutdown', () => {
  it('finishes the text in hand, takes no other, and lets its listener send', async () => {
    const sim = await startSimulator();
    for (const body of ['a', 'b']) sim.receive(text(body));
    const { context, recorder, sms } = await listen(sim);
    const [called, go] = [deferred(), deferred()];
    recorder.whenText = async (inbound) => {
      called.resolve();
      await go.promise;
      await sms.reply(inbound, 'thanks');
    };
    await called.promise;
    const closed = context.close();
    go.resolve();
    await closed;
    expect(recorder.bodies).toEqual(['a']);
    expect(sim.messages).toHaveLength(1);
  });

  it('puts a text back whose listener does not come to an end', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const { context, recorder } = await listen(sim, { shutdownTimeoutMs: 50 });
    const called = deferred();
    recorder.whenText = () => {
      called.resolve();
      return new Promise(() => undefined);
    };
    await called.promise;
    await context.close();
    expect(recorder.texts).toEqual([]);
  });
});
