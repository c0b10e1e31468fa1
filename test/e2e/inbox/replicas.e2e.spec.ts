import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InboxService, OnInboundFailed } from 'nestjs-payamsms';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { startSimulator, countOf } from '../../support/simulator.js';
import { atEnd } from '../../support/at-end.js';
import { SENDER } from '../../support/numbers.js';
import { until } from '../../support/waiting.js';
import { Recorder } from '../../support/recorder.js';
import { listen, text } from './support/listening.js';

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'payamsms-inbox-'));
});

const OTHER = '983000456';
afterEach(() => rmSync(directory, { recursive: true }));

const store = () => new SqliteStore(join(directory, 'inbox.sqlite'));

describe('an inbox on SQLite', () => {
  it('goes on where the app before it ended', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const first = await listen(sim, { store: store() });
    await first.recorder.hasTexts('a');
    await first.context.close();
    sim.receive(text('b'));
    const second = await listen(sim, { store: store() });
    await second.recorder.hasTexts('b');
    await second.inbox.poll();
    expect(second.recorder.bodies).toEqual(['b']);
  });

  it('is polled by one of two apps, and by the other when that one has gone', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const first = await listen(sim, { store: store() });
    await first.recorder.hasTexts('a');
    const second = await listen(sim, { store: store() });
    const before = countOf(sim, 'getInbox');
    sim.receive(text('b'));
    expect(await second.inbox.poll()).toBe(0);
    expect(countOf(sim, 'getInbox')).toBe(before);
    await first.context.close();
    await second.recorder.hasTexts('b');
    expect(first.recorder.bodies).toEqual(['a']);
  });

  it('gives up a lease that it has lost, and goes on when it can be had again', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const { inbox, recorder } = await listen(sim, { store: store() });
    await recorder.hasTexts('a');
    // As when somebody cleans up what he takes for a forgotten file.
    rmSync(join(directory, `inbox.sqlite-inbox-${SENDER}.lease`));
    const other = store();
    await other.open();
    atEnd(() => other.close());
    const taken = await other.account('').acquire(`inbox:${SENDER}`);
    sim.receive(text('b'));
    await expect(inbox.poll()).rejects.toMatchObject({ reason: 'lease-lost' });
    const before = countOf(sim, 'getInbox');
    expect(await inbox.poll()).toBe(0);
    expect(countOf(sim, 'getInbox')).toBe(before);
    await taken!.release();
    // Heard once more, for that it was handled could not be written down.
    await recorder.hasTexts('a', 'b', 'b');
    expect(await inbox.poll()).toBe(0);
  });

  it('keeps a text that was set aside for the next app', async () => {
    const sim = await startSimulator();
    const options = { inbox: { maxAttempts: 1 } };
    const first = await listen(sim, { ...options, store: store() });
    first.recorder.whenText = ({ body }) => {
      if (body === 'poison') throw new Error('cannot');
    };
    for (const body of ['poison', 'good']) sim.receive(text(body));
    await first.inbox.poll();
    await first.recorder.hasTexts('good');
    await first.inbox.poll();
    await first.context.close();
    const second = await listen(sim, { ...options, store: store() });
    const [failure] = await second.inbox.failed();
    expect(failure).toMatchObject({ sms: { body: 'poison' }, attempts: 1 });
    await second.inbox.retryFailed(failure!.sms.id);
    expect(second.recorder.bodies).toEqual(['poison']);
    expect(await second.inbox.failed()).toEqual([]);
  });

  describe('that a killed process left with a text set aside and not announced', () => {
    const sms = {
      id: '7',
      from: '989121234567',
      to: SENDER,
      body: 'poison',
      receivedAt: new Date('2026-11-20T08:00:00Z'),
    };
    const failure = { sms, error: 'Error: no', attempts: 5 };

    beforeEach(async () => {
      const killed = store();
      await killed.open();
      const account = killed.account('');
      const lease = (await account.acquire(`inbox:${SENDER}`))!;
      await account.inbox.addDeadLetter(lease, SENDER, { ...failure, at: new Date() });
      await killed.close();
    });

    it('announces it at its start, and not at the next', async () => {
      const sim = await startSimulator();
      const first = await listen(sim, { store: store() });
      await until('announced', () => first.recorder.failures.length > 0);
      expect(first.recorder.failures).toEqual([failure]);
      await first.context.close();

      const second = await listen(sim, { store: store() });
      await second.inbox.poll();
      expect(second.recorder.failures).toEqual([]);
      expect(await second.inbox.failed()).toEqual([failure]);
    });

    it('announces it to none but the app that reads its number', async () => {
      const sim = await startSimulator();
      const other = await listen(sim, { store: store(), inbox: { numbers: [OTHER] } });
      sim.receive(text('its own', { to: OTHER }));
      await other.inbox.poll();
      await other.recorder.hasTexts('its own');
      await other.inbox.poll();
      expect(other.recorder.failures).toEqual([]);
      const { recorder } = await listen(sim, { store: store() });
      await until('announced', () => recorder.failures.length > 0);
      expect(recorder.failures).toEqual([failure]);
      expect(other.recorder.failures).toEqual([]);
    });

    it('announces it also when somebody polls before anybody can listen', async () => {
      @Injectable()
      class Eager implements OnModuleInit {
        constructor(private readonly inbox: InboxService) {}

        async onModuleInit(): Promise<void> {
          await this.inbox.poll();
        }
      }
      const sim = await startSimulator();
      const { recorder } = await listen(sim, {
        store: store(),
        listeners: [Recorder, Eager],
      });
      await until('announced', () => recorder.failures.length > 0);
      expect(recorder.failures).toEqual([failure]);
    });

    it('reads what is new while listeners to it hang', async () => {
      @Injectable()
      class Hanging {
        @OnInboundFailed()
        onFailed(): Promise<void> {
          return new Promise(() => {});
        }
      }
      const sim = await startSimulator();
      sim.receive(text('good'));
      const { recorder } = await listen(sim, {
        store: store(),
        listeners: [Recorder, Hanging],
        shutdownTimeoutMs: 1,
      });
      await recorder.hasTexts('good');
      expect(recorder.bodies).toEqual(['good']);
    });
  });
});
