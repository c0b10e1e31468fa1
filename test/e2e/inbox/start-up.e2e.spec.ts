import { describe, expect, it } from '@jest/globals';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ScheduleModule, SchedulerRegistry } from '@nestjs/schedule';
import { InboxService, PayamSmsConfigurationError, PayamSmsModule } from 'nestjs-payamsms';
import { bootApp, bootModule, NEVER } from '../../support/boot.js';
import { startSimulator, countOf } from '../../support/simulator.js';
import { SENDER } from '../../support/numbers.js';
import { failureOf } from '../../support/failure.js';
import { until } from '../../support/waiting.js';
import { listen, inboxSettings, text } from './support/listening.js';

describe('an inbox that is on', () => {
  it.each([
    ['EventEmitterModule.forRoot()', [ScheduleModule.forRoot()]],
    ['ScheduleModule.forRoot()', [EventEmitterModule.forRoot()]],
  ])('needs %s, and says so at start', async (missing, imports) => {
    const sim = await startSimulator();
    const own = PayamSmsModule.forRoot(inboxSettings(sim));
    const error = await failureOf(bootModule({ imports: [...imports, own] }));
    expect(error).toBeInstanceOf(PayamSmsConfigurationError);
    expect(error.message).toContain('inbox.numbers (PAYAMSMS_INBOX_NUMBERS)');
    expect(error.message).toContain(`add ${missing}`);
  });

  it('stands in the registry, where its job can be stopped', async () => {
    const sim = await startSimulator();
    const cron = '* * * * * *';
    const { context, inbox, recorder } = await listen(sim, { inbox: { cron } });
    const job = context.get(SchedulerRegistry, { strict: false }).getCronJob('payamsms:inbox');
    await inbox.poll();
    await job.fireOnTick();
    await inbox.poll();
    void job.stop();
    sim.receive(text('a'));
    const before = countOf(sim, 'getInbox');
    await job.fireOnTick();
    expect(countOf(sim, 'getInbox')).toBe(before);
    await inbox.poll();
    await recorder.hasTexts('a');
  });

  it('is polled by its cron', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const cron = '* * * * * *';
    const { recorder } = await listen(sim, { inbox: { cron } });
    await recorder.hasTexts('a');
    sim.receive(text('b'));
    await recorder.hasTexts('a', 'b');
    expect(recorder.texts).toHaveLength(2);
  });

  it('leaves nothing behind when the app closes', async () => {
    const sim = await startSimulator();
    const { context } = await listen(sim);
    await until('it has polled', () => countOf(sim, 'getInbox') > 0);
    const registry = context.get(SchedulerRegistry, { strict: false });
    await context.close();
    expect(registry.getCronJobs().size).toBe(0);
  });

  it('polls each of its numbers, and only these by hand', async () => {
    const sim = await startSimulator();
    const numbers = [SENDER, '983000'];
    const { inbox, recorder } = await listen(sim, { inbox: { numbers } });
    await until('both were polled', () => countOf(sim, 'getInbox') === 2);
    sim.receive(text('b', { to: '983000' }));
    expect(await inbox.poll(SENDER)).toBe(0);
    expect(await inbox.poll('۳۰۰۰')).toBe(1);
    await recorder.hasTexts('b');
    expect(await failureOf(inbox.poll('984000'))).toBeInstanceOf(RangeError);
  });
});

describe('an inbox that is off', () => {
  it('needs neither module, and says at a poll what turns it on', async () => {
    const sim = await startSimulator();
    const { context } = await bootApp(sim, { inbox: { cron: NEVER } });
    const inbox = context.get(InboxService, { strict: false });
    expect(await failureOf(inbox.poll())).toMatchObject({
      problems: [{ option: 'inbox.numbers', variable: 'PAYAMSMS_INBOX_NUMBERS' }],
    });
    expect(await inbox.failed()).toEqual([]);
  });
});
